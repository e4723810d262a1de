import { cookies } from "next/headers";
import { ClientMessages } from "@/components/shell/client-messages";
import { ConsoleShell } from "@/components/shell/console-shell";
import { navItems } from "@/components/shell/nav-items";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import { onlyInDemo } from "../../guard";
import { SampleJobs, SamplePalette, SampleUploads } from "../islands";
import { SampleList } from "../list";

const REGIONS = [
  { id: "cn-north-4", name: "华北-北京四", geography: "中国大陆", projectId: "demo", note: "镜像 8 / 50" },
  { id: "cn-south-1", name: "华南-广州", geography: "中国大陆", projectId: "demo-south", note: "镜像 50 / 50" },
  { id: "cn-east-3", name: "华东-上海一", geography: "中国大陆" },
  { id: "ap-southeast-1", name: "中国-香港", geography: "亚太", projectId: "demo-hk", note: "镜像 0 / 50" },
];

const PLACE = { region: "cn-north-4", projectId: "demo" };

/** The console's frame around sample rows; its links stay inside the catalogue. */
export default async function FramePage() {
  onlyInDemo();
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nav = navItems(PLACE, { badges: { sharedImages: 2 } }).map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, href: `/catalogue/frame${item.href}` })),
  }));
  return (
    <ClientMessages namespaces={["catalogue"]}>
      <ConsoleShell
        user={{ name: "wang.xiaoming", account: "alpha" }}
        signOut={signOut}
        regions={REGIONS}
        region={PLACE.region}
        projectName="cn-north-4"
        nav={nav}
        homeHref="/catalogue"
        theme={theme}
        localeCookie={LOCALE_COOKIE}
        palette={<SamplePalette groups={nav} />}
        jobs={<SampleJobs />}
        uploads={<SampleUploads />}
      >
        <SampleList />
      </ConsoleShell>
    </ClientMessages>
  );
}

async function signOut(): Promise<void> {
  "use server";
}
