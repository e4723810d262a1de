import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB } from "../model";
import { CATALOGUE } from "./catalogue";
import { concludeWindows } from "./conclude";
import { detectOs } from "./detect-os";
import { makeDisk, type TestVolume, type Tree } from "./testing/disks";
import { type HiveKeys, makeHive } from "./testing/hives";

const RESERVED = "E3C9E316-0B5C-4DB8-817D-F92DF00215AE";
const BASIC_DATA = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";
const RECOVERY = "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windows-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function hiveOf(keys: HiveKeys): Promise<Buffer> {
  const path = join(folder, "hive");
  await makeHive(path, keys);
  return readFile(path);
}

const textOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `string:${value}`]));

/** What stands on the volume of a Windows that calls itself so. */
async function windows(values: Readonly<Record<string, string>>, more: Tree = {}): Promise<Tree> {
  const software = await hiveOf({ "Microsoft\\Windows NT\\CurrentVersion": textOf(values) });
  return { "Windows/System32/config/SOFTWARE": software, "Windows/SysWOW64/ntdll.dll": "MZ", bootmgr: "x", ...more };
}

const SERVER_2019 = { ProductName: "Windows Server 2019 Datacenter", CurrentBuild: "17763", InstallationType: "Server" };
const drive = (tree: Tree, type = "7"): TestVolume => ({ fileSystem: "ntfs", tree, type });

async function detect(path: string) {
  return detectOs({ path, format: "raw", virtualSizeBytes: (await stat(path)).size });
}

describe("a Windows on NTFS", () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["Windows Server 2019 Datacenter", SERVER_2019, "Windows Server 2019 Datacenter 64bit"],
    [
      "an evaluation of Windows Server 2016",
      { ProductName: "Windows Server 2016 Standard Evaluation", CurrentBuild: "14393", UBR: "693", InstallationType: "Server" },
      "Windows Server 2016 Standard 64bit",
    ],
    [
      "Windows Server 2012 R2 Essentials",
      { ProductName: "Windows Server 2012 R2 Essentials", CurrentBuild: "9600", InstallationType: "Server" },
      "Windows Server 2012 R2 Essentials 64bit",
    ],
    [
      "a core of Windows Server 2012",
      { ProductName: "Windows Server 2012 Datacenter", CurrentBuild: "9200", InstallationType: "Server Core" },
      "Windows Server 2012 Datacenter 64bit",
    ],
    [
      "Windows Server 2008 R2 Enterprise",
      { ProductName: "Windows Server 2008 R2 Enterprise", CurrentBuildNumber: "7601", InstallationType: "Server" },
      "Windows Server 2008 R2 Enterprise 64bit",
    ],
    [
      "Windows 10",
      { ProductName: "Windows 10 Enterprise LTSC 2019", CurrentBuild: "17763", InstallationType: "Client" },
      "Windows 10 64bit",
    ],
    [
      "Windows 11, which is not listed",
      { ProductName: "Windows 10 Pro", CurrentBuild: "22631", InstallationType: "Client" },
      "Other_Windows (64_bit)",
    ],
    [
      "Windows Server 2022, which is not listed",
      { ...SERVER_2019, ProductName: "Windows Server 2022 Datacenter" },
      "Other_Windows (64_bit)",
    ],
  ])("is told by its registry: %s (OS-08, OS-10)", async (_, values, version) => {
    const found = await detect(await makeDisk(folder, "dos", [drive(await windows(values))]));
    expect(found).toMatchObject({ family: "windows", platform: "Windows", version, bits: 64, architecture: "x86", rootFileSystem: "ntfs" });
    if (!version.startsWith("Other")) expect(CATALOGUE.map(({ name }) => name)).toContain(version);
  });

  it.each(CATALOGUE.filter(({ family }) => family === "Windows").map(({ name }) => [name]))(
    "has the name of table 6-6: %s (OS-08)",
    (name) => {
      const called = name === "Windows Server 2008 WEB R2 64bit" ? "Windows Web Server 2008 R2" : name.replace(" 64bit", "");
      for (const product of [called, `${called} Evaluation`, called.replace("Windows Server", "Windows Server (R)")]) {
        const facts = concludeWindows(["syswow64/"], `"ProductName"="${product}"\n"CurrentBuild"="17763"\n`);
        expect(facts).toMatchObject({ version: name, bits: 64 });
      }
    },
  );

  it.each([
    ["ServerDatacenter", "17763", "Windows Server 2019 Datacenter 64bit"],
    ["ServerStandardEval", "14393", "Windows Server 2016 Standard 64bit"],
    ["ServerDatacenterCor", "9600", "Windows Server 2012 R2 Datacenter 64bit"],
    ["ServerSolution", "9600", "Windows Server 2012 R2 Essentials 64bit"],
    ["ServerStandard", "9200", "Windows Server 2012 Standard 64bit"],
    ["ServerEnterprise", "7601", "Windows Server 2008 R2 Enterprise 64bit"],
    ["ServerWeb", "7601", "Windows Server 2008 WEB R2 64bit"],
    ["Professional", "19045", "Windows 10 64bit"],
    ["Professional", "22631", "Other_Windows (64_bit)"],
    ["ServerDatacenter", "20348", "Other_Windows (64_bit)"],
    ["ServerDatacenter", "6002", "Other_Windows (64_bit)"],
    ["Professional", "7601", "Other_Windows (64_bit)"],
  ])("without a product name is told by edition and build: %s %s is %s (OS-08, OS-10)", (edition, build, version) => {
    expect(concludeWindows(["syswow64/"], `"EditionID"="${edition}"\n"CurrentBuild"="${build}"\n`)).toMatchObject({ version, bits: 64 });
  });

  it("is found behind the reserved partition that starts it, on MBR (OS-07)", async () => {
    const reserved = drive({ bootmgr: "x", "Boot/BCD": "regf" });
    expect(await detect(await makeDisk(folder, "dos", [reserved, drive(await windows(SERVER_2019))]))).toMatchObject({
      version: "Windows Server 2019 Datacenter 64bit",
    });
  });

  it("is found among the partitions of its setup on GPT: recovery with a Windows folder of its own, ESP, reserved (OS-07, OS-14)", async () => {
    const path = await makeDisk(folder, "gpt", [
      drive({ "Recovery/WindowsRE/Winre.wim": "MSWIM", "Windows/Panther/setup.log": "x" }, RECOVERY),
      { fileSystem: "fat", type: "uefi", tree: { "EFI/BOOT/BOOTX64.EFI": "MZ", "EFI/Microsoft/Boot/bootmgfw.efi": "MZ" } },
      { fileSystem: "none", type: RESERVED },
      drive(await windows(SERVER_2019), BASIC_DATA),
    ]);
    expect(await detect(path)).toMatchObject({ version: "Windows Server 2019 Datacenter 64bit", bootModes: ["uefi"] });
  });

  it("of 32 bit has no folder for programs of 32 bit (OS-10)", async () => {
    const { "Windows/SysWOW64/ntdll.dll": _, ...tree } = await windows({ ProductName: "Windows 10 Pro", CurrentBuild: "19045" });
    expect(await detect(await makeDisk(folder, "dos", [drive(tree)]))).toMatchObject({ version: "Other_Windows (32_bit)", bits: 32 });
  });

  it("is Other_Windows where its registry is missing or no hive (OS-10)", async () => {
    const { "Windows/System32/config/SOFTWARE": _, ...without } = await windows(SERVER_2019, { "Windows/System32/ntdll.dll": "MZ" });
    for (const tree of [without, { ...without, "Windows/System32/config/SOFTWARE": "regf, but no hive" }])
      expect(await detect(await makeDisk(folder, "dos", [drive(tree)]))).toMatchObject({ version: "Other_Windows (64_bit)" });
  });

  it("has the drivers for virtio disks that start with it", async () => {
    const start = (value: number) => ({ "ControlSet001\\Services\\viostor": { Start: `dword:${value}` }, Select: { Current: "dword:1" } });
    for (const [value, hasVirtioDrivers] of [
      [0, true],
      [3, false],
    ] as const) {
      const drivers = { "Windows/System32/drivers/viostor.sys": "MZ", "Windows/System32/config/SYSTEM": await hiveOf(start(value)) };
      expect(await detect(await makeDisk(folder, "dos", [drive(await windows(SERVER_2019, drivers))]))).toMatchObject({ hasVirtioDrivers });
    }
  });

  it("is not told where BitLocker hides it, nor is anything made up", async () => {
    const path = await makeDisk(folder, "dos", [drive({ bootmgr: "x", "Boot/BCD": "regf" }), drive(await windows(SERVER_2019))]);
    const file = await open(path, "r+");
    const start = Buffer.alloc(512);
    const second = MIB + 16 * MIB;
    await file.read(start, 0, 512, second);
    start.write("-FVE-FS-", 3, "latin1"); // where NTFS has its name
    await file.write(start, 0, 512, second);
    await file.write(Buffer.alloc(8 * MIB, 0xa7), 0, 8 * MIB, second + 4096);
    await file.close();
    expect(await detect(path)).toBeUndefined();
  });
});
