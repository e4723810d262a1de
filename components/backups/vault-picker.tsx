"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { backupQueries } from "@/lib/backups/client";
import { type BackupKind, freeBytesOf } from "@/lib/backups/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { useErrorWords } from "../shell/error-words";
import { Link } from "../ui/controls/link";
import { RadioGroup } from "../ui/forms/radio-group";

const GIB = 1024 ** 3;

interface Props {
  place: ConsolePlace;
  /** Undefined: not known yet what will lie in it. */
  neededGb: number | undefined;
  /** Only vaults of this service. */
  kind?: BackupKind;
  value: string;
  onChange: (vaultId: string) => void;
  error?: string | undefined;
}

/** Vaults with their room before and after; those that are too small say so. */
export function VaultPicker({ place, neededGb, kind, value, onChange, error }: Props) {
  const t = useTranslations("backups");
  const words = useErrorWords();
  const locale = useLocale();
  const { data } = useQuery(backupQueries.vaults(place));
  const vaults = (data ?? []).filter((vault) => kind === undefined || vault.kind === kind);
  if (data !== undefined && vaults.length === 0)
    return (
      <p>
        {t("noVault")} <Link href={hrefIn(place, "/backups/vaults")}>{t("createVault")}</Link>
      </p>
    );
  return (
    <div id="vaultId" tabIndex={-1}>
      <RadioGroup
        legend={t("fields.vault")}
        name="vault"
        value={value}
        onChange={onChange}
        error={error}
        options={vaults.map((vault) => {
          const freeGb = Math.floor(freeBytesOf(vault) / GIB);
          return {
            value: vault.id,
            label: `${vault.name} · ${t(`kinds.${vault.kind}`)}`,
            hint:
              neededGb === undefined
                ? t("free", { size: formatGib(freeGb, locale) })
                : t("room", { before: formatGib(freeGb, locale), after: formatGib(Math.max(0, freeGb - neededGb), locale) }),
            disabledReason: neededGb !== undefined && freeGb < neededGb ? words("vaultFull").title : undefined,
          };
        })}
      />
    </div>
  );
}
