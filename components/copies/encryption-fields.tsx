"use client";

import { useTranslations } from "next-intl";
import { ENCRYPTIONS } from "@/lib/copies/model";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { KeyChoice } from "../keys/key-choice";
import { RadioGroup } from "../ui/forms/radio-group";
import type { CopyDraft } from "./use-submit-copy";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  draft: CopyDraft;
  change: (next: Partial<CopyDraft>) => void;
}

/** What a copy inside the region does about encryption. An encrypted one keeps its key or loses it: another key is not to be had (AMB-44). */
export function EncryptionFields({ place, image, draft, change }: Props) {
  const t = useTranslations("exchange.copy");
  const choices = ENCRYPTIONS.filter((each) => each === "keep" || (image.encrypted ? each === "decrypt" : each === "encrypt"));
  return (
    <>
      <RadioGroup
        legend={t("encryption")}
        name="encryption"
        look="inline"
        value={draft.encryption}
        onChange={(value) => change({ encryption: ENCRYPTIONS.find((each) => each === value) ?? "keep" })}
        options={choices.map((each) => ({
          value: each,
          label: t(`encryptions.${each === "keep" && image.encrypted ? "keepEncrypted" : each}`),
        }))}
      />
      {draft.encryption === "encrypt" ? <KeyChoice place={place} keyId={draft.keyId} onChange={(keyId) => change({ keyId })} /> : null}
    </>
  );
}
