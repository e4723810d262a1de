/** The part of the address that says where one is: `/r/{region}/p/{project}`. */
export interface PlaceParams {
  readonly region: string;
  readonly project: string;
}
