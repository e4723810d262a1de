"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { HelpLink } from "../help/help-links";
import { KeyChoice } from "../keys/key-choice";
import { Checkbox } from "../ui/forms/checkbox";

interface Encryption {
  readonly encrypted: boolean;
  /** Empty: the project's `ims/default`. */
  readonly keyId: string;
}

interface Props {
  place: ConsolePlace;
  value: Encryption;
  onChange: (value: Encryption) => void;
}

/** Whether new disks are encrypted, and under which key; those of encrypted images are in any case. */
export function EncryptionChoice({ place, value, onChange }: Props) {
  const t = useTranslations("volumes.encryption");
  return (
    <div className="space-y-3">
      <div>
        <Checkbox
          label={t("label")}
          hint={t("hint")}
          checked={value.encrypted}
          onChange={(event) => onChange({ ...value, encrypted: event.target.checked })}
        />
        <div className="ps-8">
          <HelpLink to="encryption" />
        </div>
      </div>
      {value.encrypted ? <KeyChoice place={place} keyId={value.keyId} onChange={(keyId) => onChange({ ...value, keyId })} /> : null}
    </div>
  );
}
