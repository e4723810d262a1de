import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kernelsOf } from "./series-kernels";
import { seriesSupportOf } from "./series-support";
import { SERIES_TABLES, SERVER_SERIES, type SeriesTable } from "./series-tables";

const PRINTED_TABLES = join(import.meta.dirname, "../../../../shared/spec/os-support.json");
const seriesOf = (table: SeriesTable) => SERVER_SERIES.filter((series) => series.table === table).map(({ name }) => name);

describe("the tables of server series", () => {
  it("hold 22 series, the Kunpeng ones in table 6-5 (OS-01)", () => {
    expect(seriesOf("6-1").join(" ")).toBe("t6 s2 s3 s6 sn3 c3 m2 m3 m6 hc2 h3 d2 d3");
    expect(seriesOf("6-2").join(" ")).toBe("c3ne c6 c6s m3ne");
    expect(seriesOf("6-3").join(" ")).toBe("e3");
    expect(seriesOf("6-4").join(" ")).toBe("i3 ir3");
    expect(SERVER_SERIES.filter(({ architecture }) => architecture === "arm").map(({ name }) => name)).toEqual(seriesOf("6-5"));
    expect(SERVER_SERIES).toHaveLength(22);
  });

  it("hold 12, 10, 8, 5 and 9 systems, Windows in the first two only (OS-02, OS-03, OS-04, OS-05, OS-06)", () => {
    const tables = Object.values(SERIES_TABLES);
    expect(tables.map((rows) => rows.length)).toEqual([12, 10, 8, 5, 9]);
    expect(tables.map((rows) => rows.some(({ os }) => os === "Windows"))).toEqual([true, true, false, false, false]);
  });

  it("print kernels in tables 6-2 to 6-4 only", () => {
    expect(kernelsOf("6-4", "EulerOS")).toEqual(["3.10.0-327.62.59.83.h128.x86_64", "3.10-514.44.5.10.h142.x86_64"]);
    expect(kernelsOf("6-1", "CentOS")).toEqual([]);
    for (const table of ["6-2", "6-3", "6-4"] as const)
      for (const { os } of SERIES_TABLES[table]) expect(kernelsOf(table, os), `${table} ${os}`).not.toEqual([]);
  });

  it.skipIf(!existsSync(PRINTED_TABLES))("hold just what the specification prints (OS-02, OS-03, OS-04, OS-05, OS-06)", () => {
    interface Printed {
      series: { series: string; table: SeriesTable }[];
      tables: Record<
        SeriesTable,
        { rows: { os: string; kernels: string[]; supported: { release: string; versions: string[]; editions?: string[] }[] }[] }
      >;
    }
    const printed = JSON.parse(readFileSync(PRINTED_TABLES, "utf8")) as Printed; // the file's own shape
    expect(SERVER_SERIES.map(({ name, table }) => [name, table])).toEqual(printed.series.map(({ series, table }) => [series, table]));
    for (const [table, rows] of Object.entries(SERIES_TABLES)) {
      const expected = printed.tables[table as SeriesTable].rows; // keys of the table it comes from
      const listed = expected.map(({ os, supported }) => ({
        os,
        releases: supported.map(({ release, versions, editions = [] }) => ({ release, versions, editions })),
      }));
      expect(rows, table).toEqual(listed);
      for (const { os, kernels } of expected) expect(kernelsOf(table as SeriesTable, os)).toEqual(kernels);
    }
  });
});

describe("seriesSupportOf", () => {
  it.each([
    // a version that is printed, and its neighbours (OS-02)
    ["s6", "CentOS 6.3 64bit", "listed"],
    ["s6", "CentOS 6.2 64bit", "unlisted"],
    ["s6", "CentOS 7.6 64bit", "listed"],
    ["s6", "CentOS 7.7 64bit", "unlisted"],
    ["s6", "Red Hat Linux Enterprise 8.0 64bit", "listed"],
    ["s6", "SUSE Linux Enterprise Server 12 SP4 64bit", "listed"],
    ["s6", "SUSE Linux Enterprise Server 12 SP5 64bit", "unlisted"],
    ["s6", "SUSE Linux Enterprise Server 15 64bit", "listed"],
    ["s6", "SUSE Linux Enterprise Server 15 SP1 64bit", "unlisted"],
    ["s6", "Ubuntu 16.04.6 Server 64bit", "listed"],
    ["s6", "Ubuntu 19.04 Server 64bit", "unlisted"],
    ["s6", "openSUSE 42.3 64bit", "listed"],
    ["s6", "CoreOS 2079.4.0 64bit", "listed"],
    ["s6", "FreeBSD 11.0 64bit", "listed"],
    ["s6", "Windows Server 2008 R2 Enterprise 64bit", "listed"],
    ["s6", "Windows Server 2008 WEB R2 64bit", "listed"],
    ["s6", "Windows Server 2012 R2 Essentials 64bit", "unlisted"],
    ["s6", "Windows Server 2012 Datacenter 64bit", "listed"],
    ["s6", "Windows Server Core Version 1709 64bit", "listed"],
    ["s6", "Windows 10 64bit", "unlisted"],
    // both ends of a range (AMB-47)
    ["s6", "Debian GNU/Linux 8.0.0 64bit", "listed"],
    ["s6", "Debian GNU/Linux 8.10.0 64bit", "listed"],
    ["s6", "Debian GNU/Linux 8.11.0 64bit", "unlisted"],
    ["s6", "Debian GNU/Linux 7.11.0 64bit", "unlisted"],
    ["s6", "Fedora 22 64bit", "listed"],
    ["s6", "Fedora 29 64bit", "listed"],
    ["s6", "Fedora 30 64bit", "unlisted"],
    ["s6", "Fedora 21 64bit", "unlisted"],
    // a release without a version stands for all of its versions, 2x for 20 to 29 (OS-03, AMB-47)
    ["c6", "CentOS 7.9 64bit", "listed"],
    ["c6", "SUSE Linux Enterprise Server 12 SP5 64bit", "listed"],
    ["c6", "Windows Server 2012 Datacenter 64bit", "unlisted"],
    ["c6", "Windows Server 2012 R2 Datacenter 64bit", "listed"],
    ["c6", "Windows Server Version 1709 Datacenter 64bit", "listed"],
    ["c6", "Windows Server 2019 Standard 64bit", "unlisted"],
    ["c6", "Fedora 20 64bit", "listed"],
    ["c6", "Fedora 30 64bit", "unlisted"],
    ["c6", "Ubuntu 20.04 Server 64bit", "listed"],
    ["c6", "openSUSE 15.1 64bit", "listed"],
    ["c6", "openSUSE 42.3 64bit", "unlisted"],
    // no Windows, and less of the rest (OS-04, OS-05)
    ["e3", "Windows Server 2019 Datacenter 64bit", "unlisted"],
    ["e3", "CentOS 8.0 64bit", "unlisted"],
    ["e3", "Red Hat Linux Enterprise 7.9 64bit", "listed"],
    ["i3", "Red Hat Linux Enterprise 7.6 64bit", "unlisted"],
    ["ir3", "Debian GNU/Linux 9.3.0 64bit", "listed"],
    // Kunpeng (OS-06)
    ["kc1", "SUSE Linux Enterprise Server 12 SP5 64bit", "listed"],
    ["kc1", "SUSE Linux Enterprise Server 12 SP3 64bit", "unlisted"],
    ["km1", "Debian GNU/Linux 10.2.0 64bit", "listed"],
    ["km1", "EulerOS 2.8 64bit", "listed"],
    ["km1", "UOS 20 64bit", "unlisted"],
    // 64 bit throughout (OS-18)
    ["s6", "CentOS 6.10 32bit", "unlisted"],
    ["s6", "Other_Linux (64_bit)", "unlisted"],
    ["s6", null, "unlisted"],
    ["pi2", "CentOS 7.6 64bit", "noList"],
  ] as const)("finds on series %s that %s is %s", (series, osVersion, support) => {
    expect(seriesSupportOf(series, osVersion)).toBe(support);
  });
});
