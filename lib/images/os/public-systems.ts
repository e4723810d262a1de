/** A system of public images. */
export interface PublicSystem {
  readonly name: string;
  /** Of the main catalogue; the others are mentioned where their rules are (AMB-16). */
  readonly main: boolean;
  /** Its public images cost something (PUB-07, FEE-01). */
  readonly charged: boolean;
  /** Images made from it carry a licence and are not exported (LIM-44). */
  readonly licensed: boolean;
}

const system = (name: string, flags: Partial<PublicSystem> = {}): PublicSystem => ({
  name,
  main: true,
  charged: false,
  licensed: false,
  ...flags,
});

/** Systems of public images. Source: IMS product introduction, section 1, table 5-1, section 7. */
export const PUBLIC_SYSTEMS: readonly PublicSystem[] = [
  system("Windows", { licensed: true }),
  system("CentOS"),
  system("Debian"),
  system("openSUSE"),
  system("Fedora"),
  system("Ubuntu"),
  system("EulerOS"),
  system("CoreOS"),
  system("SUSE", { main: false, licensed: true }),
  system("KylinOS", { main: false, charged: true }),
  system("UnionTechOS", { main: false, charged: true }),
];
