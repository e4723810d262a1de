import { useTranslations } from "next-intl";
import { ClientMessages } from "@/components/shell/client-messages";
import { Link } from "@/components/ui/controls/link";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Controls } from "./controls";
import { Data } from "./data";
import { Editors } from "./editors";
import { Feedback } from "./feedback";
import { Forms } from "./forms";
import { onlyInDemo } from "./guard";
import { Overlays } from "./overlays";

/** Every component in every state: the place where the console's look is checked by eye and by axe. */
export default function CataloguePage() {
  onlyInDemo();
  const t = useTranslations("catalogue");
  return (
    <main className="mx-auto max-w-6xl px-4 py-8 sm:px-8">
      <PageHeader
        title={t("title")}
        help={t("help")}
        meta={<Link href="/catalogue/frame/r/cn-north-4/p/demo/images/private">{t("frame")}</Link>}
      />
      <ClientMessages namespaces={["catalogue"]}>
        <div className="space-y-6">
          <Controls />
          <Forms />
          <Data />
          <Editors />
          <Feedback />
          <Overlays />
        </div>
      </ClientMessages>
    </main>
  );
}
