import "server-only";

/** What a version's material is bound to, so that no row's bytes work in the place of another's. */
export function versionContext(keyId: string, version: number): string {
  return `ims/key-version\0${keyId}\0${version}`;
}

/** What a data key is bound to: the version that wrapped it and the image its object belongs to. */
export function dataKeyContext(keyId: string, version: number, boundTo: string): string {
  return `ims/data-key\0${keyId}\0${version}\0${boundTo}`;
}
