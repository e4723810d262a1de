"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { addGroupMemberAction, createGroupAction, deleteGroupAction } from "@/lib/iam/actions";
import type { GroupView } from "@/lib/iam/model";
import { createGroupInput } from "@/lib/iam/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Select } from "../ui/forms/select";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { FormDialog } from "../ui/overlays/form-dialog";
import { useIamAct } from "./use-iam-act";

interface Props {
  readonly place: ConsolePlace;
  readonly group: GroupView;
  readonly onClose: () => void;
}

export function CreateGroupDialog({ place, onClose }: Omit<Props, "group">) {
  const t = useTranslations("iam");
  const act = useIamAct(place);
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const parsed = createGroupInput.safeParse({ name });
  const submit = async () => {
    setTried(true);
    if (parsed.success && (await act.run(createGroupAction(place, parsed.data), t("groups.created", { name })))) onClose();
  };
  const title = t("groups.create");
  return (
    <FormDialog title={title} submitLabel={title} onSubmit={submit} onClose={onClose} act={act}>
      <Field label={t("groups.name")} hint={t("users.nameHint")} error={tried && !parsed.success ? t("problems.name") : undefined}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoFocus />
      </Field>
    </FormDialog>
  );
}

/** Puts one more user of the account into a group. */
export function AddMemberDialog({ place, group, users, onClose }: Props & { users: readonly { id: string; name: string }[] }) {
  const t = useTranslations("iam.groups");
  const act = useIamAct(place);
  const others = users.filter(({ id }) => !group.members.some((member) => member.id === id));
  const [userId, setUserId] = useState(others[0]?.id ?? "");
  const name = others.find(({ id }) => id === userId)?.name ?? "";
  const submit = async () => {
    if (await act.run(addGroupMemberAction(place, { groupId: group.id, userId }), t("added", { name }))) onClose();
  };
  return (
    <FormDialog
      title={t("addMember")}
      subject={group.name}
      submitLabel={t("addMember")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={userId === ""}
    >
      {others.length === 0 ? (
        <p>{t("allAdded")}</p>
      ) : (
        <Field label={t("user")}>
          <Select
            value={userId}
            options={others.map(({ id, name: label }) => ({ value: id, label }))}
            onChange={(event) => setUserId(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}

export function DeleteGroupDialog({ place, group, onClose }: Props) {
  const t = useTranslations("iam.groups");
  const { pending, failure, run } = useIamAct(place);
  const confirm = async () => {
    if (await run(deleteGroupAction(place, { groupId: group.id }), t("deleted", { name: group.name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("deleteTitle")}
      subject={group.name}
      consequences={[t("deleteMembers", { count: group.members.length }), t("deleteGrants", { count: group.grants.length })]}
      confirmLabel={t("delete")}
      onConfirm={confirm}
      pending={pending}
      error={failure && `${failure.title} ${failure.advice}`}
    />
  );
}
