"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { createWholeImageAction } from "@/lib/backups/actions";
import { GIB } from "@/lib/disk/model";
import { ITEM_OF_ROUTE } from "@/lib/images/rules/item-of";
import { SOURCE_ROUTES, type SourceRoute } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { chargesOfBackup, type PriceList } from "@/lib/pricing/model";
import { createDataImagesAction, createSystemImageAction } from "@/lib/servers/actions";
import { VaultPicker } from "../../backups/vault-picker";
import { hrefIn } from "../../console/page-place";
import { useWhyForbidden } from "../../console/rights";
import { useAct } from "../../console/use-act";
import { HelpLinks } from "../../help/help-links";
import { PricedNote } from "../../pricing/priced-note";
import { Button } from "../../ui/controls/button";
import { ButtonLink } from "../../ui/controls/link";
import { Alert } from "../../ui/feedback/alert";
import { ErrorSummary } from "../../ui/forms/error-summary";
import { FieldRow } from "../../ui/forms/field";
import { RadioGroup } from "../../ui/forms/radio-group";
import { Card } from "../../ui/layout/card";
import { PageHeader } from "../../ui/layout/page-header";
import { DraftList } from "../drafts/draft-list";
import { useKeptForm } from "../drafts/use-kept-form";
import { MemoryFields } from "../memory-fields";
import { QuotaStrip } from "../quota-strip";
import { TagsCard } from "../tags-card";
import { IdentityCard, nameFieldOf, nameOfDisk } from "./identity-card";
import { EMPTY_MAKING, MAKING_FORM, type MakingDraft } from "./making-draft";
import { SourcePicker } from "./source-picker";
import { toFields, useMakingProblems } from "./use-making-problems";
import { type SourceOffer, useSourceOffers } from "./use-source-offers";

interface Props {
  place: ConsolePlace;
  /** What the form opens with: what a link asks for, or a draft that was kept. */
  first: MakingDraft;
  draftId: string | undefined;
}

/** Makes images of a server, of data disks or of a backup: what kind, of what, under which name (PRI-01, PRI-12, PRI-14 to PRI-16). */
export function MakeImageForm({ place, first, draftId }: Props) {
  const t = useTranslations("making");
  const images = useTranslations("images");
  const router = useRouter();
  const { pending, failure, run } = useAct(place);
  const forbidden = useWhyForbidden();
  const [draft, setDraft] = useState(first);
  const [isClean, setClean] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const set = (change: Partial<MakingDraft>) => setDraft({ ...draft, ...change });
  const offers = useSourceOffers(place, draft.route);
  const chosen = (offers ?? []).filter(({ id, disabledReason }) => draft.sourceIds.includes(id) && disabledReason === undefined);
  const made = imagesOf(draft, chosen);
  const problems = useMakingProblems({ draft, images: made, isClean });
  const errorOf = (field: string) => (attempt > 0 ? problems.find(({ fieldId }) => fieldId === field)?.message : undefined);
  const { forget } = useKeptForm(place, { draftId, form: draft === first ? undefined : { [MAKING_FORM]: draft } });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [source] = chosen;
    if (problems.length > 0 || source === undefined) return setAttempt(attempt + 1);
    const { name, vaultId } = draft;
    const fields = toFields(draft);
    const disks = made.map(({ sourceId, name: diskName }) => ({ volumeId: sourceId, name: diskName }));
    const work = {
      systemFromServer: () => createSystemImageAction(place, { serverId: source.id, name, ...fields }),
      dataFromVolume: () => createDataImagesAction(place, { disks, ...fields }),
      wholeFromServer: () => createWholeImageAction(place, { serverId: source.id, vaultId, name, ...fields }),
      wholeFromBackup: () => createWholeImageAction(place, { backupId: source.id, name, ...fields }),
    };
    const done = made.length > 1 ? t("startedMany", { count: made.length }) : t("started", { name: made[0]?.name ?? "" });
    if (!(await run(work[draft.route](), done))) return;
    await forget();
    router.push(hrefIn(place, "/images/private"));
  };
  return (
    <form onSubmit={submit} className="max-w-4xl space-y-4" noValidate>
      <PageHeader
        title={t("title")}
        help={<HelpLinks to={["system-from-server", "data-from-disk", "whole-image", "bms"]} />}
        crumbs={[{ label: images("types.private"), href: hrefIn(place, "/images/private") }]}
      />
      <QuotaStrip place={place} />
      {draftId === undefined ? <DraftList place={place} /> : null}
      {attempt > 0 ? <ErrorSummary problems={problems} attempt={attempt} /> : null}
      {failure === undefined ? null : (
        <Alert tone="danger" title={failure.title}>
          {failure.advice}
        </Alert>
      )}
      <Card title={t("kind")}>
        <RadioGroup
          legend={t("kind")}
          legendHidden
          name="route"
          look="tiles"
          value={draft.route}
          onChange={(value) => set({ route: SOURCE_ROUTES.find((each) => each === value) ?? EMPTY_MAKING.route, sourceIds: [] })}
          options={SOURCE_ROUTES.map((value) => ({ value, label: t(`routes.${value}`), hint: t(`routeHints.${value}`) }))}
        />
      </Card>
      <Card title={t("source")}>
        <div className="space-y-3">
          <SourcePicker
            route={draft.route}
            offers={offers}
            chosen={chosen.map(({ id }) => id)}
            onChange={(sourceIds) => set({ sourceIds })}
            error={errorOf("source")}
          />
          <SourceNotes chosen={chosen} />
        </div>
      </Card>
      {draft.route === "wholeFromServer" ? (
        <Card title={t("vault")}>
          <p className="mb-3 text-muted">{t("vaultNote")}</p>
          <VaultPicker
            place={place}
            neededGb={chosen[0]?.sizeGb}
            kind="cbr"
            value={draft.vaultId}
            onChange={(vaultId) => set({ vaultId })}
            error={errorOf("vaultId")}
          />
        </Card>
      ) : null}
      <IdentityCard
        draft={draft}
        set={set}
        disks={draft.route === "dataFromVolume" ? chosen : []}
        clean={draft.route === "wholeFromBackup" ? undefined : { checked: isClean, onChange: setClean }}
        errorOf={errorOf}
      />
      {draft.route === "dataFromVolume" ? null : (
        <Card title={t("memory")}>
          <FieldRow columns={2}>
            <MemoryFields min={draft.minRamMb} max={draft.maxRamMb} onChange={set} error={errorOf("maxRamMb")} />
          </FieldRow>
        </Card>
      )}
      <TagsCard place={place} tags={draft.tags} onChange={(tags) => set({ tags })} error={errorOf("tags")} />
      {chosen[0] === undefined ? null : <Cost place={place} route={draft.route} source={chosen[0]} />}
      <div className="flex justify-end gap-2">
        <ButtonLink href={hrefIn(place, "/images/private")}>{images("wizard.cancel")}</ButtonLink>
        <Button type="submit" variant="primary" loading={pending} disabledReason={forbidden(ITEM_OF_ROUTE[draft.route])}>
          {made.length > 1 ? t("submitMany", { count: made.length }) : t("submit")}
        </Button>
      </div>
    </form>
  );
}

/** The images that would be made: one of each chosen data disk, else one. */
function imagesOf(draft: MakingDraft, chosen: readonly SourceOffer[]) {
  if (draft.route === "dataFromVolume" && chosen.length > 0)
    return chosen.map((disk) => ({ sourceId: disk.id, fieldId: nameFieldOf(disk), name: nameOfDisk(draft, disk).trim() }));
  return [{ sourceId: chosen[0]?.id ?? "", fieldId: "name", name: draft.name.trim() }];
}

function SourceNotes({ chosen }: { chosen: readonly SourceOffer[] }) {
  const t = useTranslations("making");
  return (
    <>
      {chosen.some(({ running }) => running) ? <Alert tone="neutral">{t("runningNote")}</Alert> : null}
      {chosen.some(({ encrypted }) => encrypted) ? <Alert tone="neutral">{t("encryptedNote")}</Alert> : null}
    </>
  );
}

/** Images of disks cost nothing to keep (FEE-02); of a full-server image its backup does (FEE-03, FEE-04). */
function Cost({ place, route, source }: { place: ConsolePlace; route: SourceRoute; source: SourceOffer }) {
  const { backup = "cbr", sizeGb } = source;
  const isWhole = route === "wholeFromServer" || route === "wholeFromBackup";
  const charges = (prices: PriceList) => (isWhole ? chargesOfBackup(backup, sizeGb * GIB, prices) : []);
  return <PricedNote place={place} chargesAt={charges} />;
}
