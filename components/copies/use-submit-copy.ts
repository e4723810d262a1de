"use client";

import { useTranslations } from "next-intl";
import { copyImageAcrossAction, copyImageAction } from "@/lib/copies/actions";
import { copyNameOf, type Encryption } from "@/lib/copies/model";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useAct } from "../console/use-act";

/** What the dialog holds before it is sent. */
export interface CopyDraft {
  readonly where: "here" | "across";
  readonly name: string;
  /** Names offered for either way. */
  readonly hereName: string;
  readonly acrossName: string;
  readonly description: string;
  readonly encryption: Encryption;
  /** Empty: the project's default key. */
  readonly keyId: string;
  readonly regionId: string;
  readonly agencyId: string;
  /** Of a full-server image: the vault there for its backup. */
  readonly vaultId: string;
  readonly copyTags: boolean;
  readonly waitTurn: boolean;
}

export function newDraft(image: ImageView): CopyDraft {
  const [hereName, acrossName] = [copyNameOf(image.name), copyNameOf(image.name, image.regionId)];
  const where = whyNot("copyInRegion", image) === undefined ? "here" : "across";
  return {
    ...{ where, hereName, acrossName, name: where === "here" ? hereName : acrossName, description: "" },
    ...{ encryption: "keep", keyId: "", regionId: "", agencyId: "", vaultId: "", copyTags: true, waitTurn: true },
  };
}

/** Sends a copy on its way and says whether it runs or waits. */
export function useSubmitCopy(place: ConsolePlace, image: ImageView, onClose: () => void) {
  const t = useTranslations("exchange.copy");
  const act = useAct(place);
  const submit = async (draft: CopyDraft, { needsVault }: { needsVault: boolean }) => {
    const { description, copyTags, waitTurn, encryption, keyId, regionId, agencyId, vaultId } = draft;
    const across = draft.where === "across";
    if (across && regionId === "") return act.refuse(t("regionRequired"));
    if (across && agencyId === "") return act.refuse(t("agencyRequired"));
    if (across && needsVault && vaultId === "") return act.refuse(t("vaultRequired"));
    const name = draft.name.trim();
    const common = { imageId: image.id, name, description, copyTags, waitTurn };
    const vault = needsVault ? { targetVaultId: vaultId } : {};
    const work = across
      ? copyImageAcrossAction(place, { ...common, targetRegionId: regionId, agencyId, ...vault })
      : copyImageAction(place, { ...common, encryption, ...(encryption === "encrypt" && keyId !== "" ? { keyId } : {}) });
    if (await act.run(work, ({ waits }) => t(waits ? "waits" : "started", { name }))) onClose();
  };
  return { submit, act };
}
