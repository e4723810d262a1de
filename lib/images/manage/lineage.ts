import "server-only";
import type { Db, Prisma } from "@/lib/platform/db/client";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { readableImages } from "../images-of";
import type { LineageEdge, LineageNode } from "../model";
import { typeFor } from "../views";

/** Generations looked at in each direction, and images in all: enough for any real ancestry, and an end to any other. */
const GENERATIONS_MAX = 12;
const NODES_MAX = 100;

const lineageSelect = {
  id: true,
  accountId: true,
  name: true,
  kind: true,
  status: true,
  visibility: true,
  regionId: true,
  sourceKind: true,
  sourceName: true,
  copiedFromId: true,
  sourceServerId: true,
  sourceBackupId: true,
  originImageId: true,
} satisfies Prisma.ImageSelect;

type LineageRow = Prisma.ImageGetPayload<{ select: typeof lineageSelect }>;

/** What an image came of and what came of it, as far as the scope may see: others' images are nodes without a name (PRI-25). */
export async function lineage(db: Db, scope: Scope, imageId: string): Promise<{ nodes: LineageNode[]; edges: LineageEdge[] }> {
  const rows = new Map<string, LineageRow>();
  const hidden = new Set<string>();
  const visible = { OR: [readableImages(inProject(scope)), { accountId: scope.accountId, visibility: "private" as const }] };
  const load = async (where: Prisma.ImageWhereInput) => {
    const found = await db.image.findMany({ where: { AND: [where, visible] }, select: lineageSelect, take: NODES_MAX });
    const fresh = found.filter(({ id }) => !rows.has(id) && rows.size < NODES_MAX);
    for (const row of fresh) rows.set(row.id, row);
    return fresh;
  };
  let wave = await load({ id: imageId });
  for (let generation = 0; wave.length > 0 && generation < GENERATIONS_MAX; generation++) {
    const ids = wave.flatMap(parentsOf);
    wave = await load({ id: { in: ids } });
    for (const id of ids) if (!rows.has(id)) hidden.add(id);
  }
  wave = [...rows.values()].filter(({ id }) => id === imageId);
  for (let generation = 0; wave.length > 0 && generation < GENERATIONS_MAX; generation++) {
    const ids = wave.map(({ id }) => id);
    wave = await load({ accountId: scope.accountId, OR: [{ copiedFromId: { in: ids } }, { originImageId: { in: ids } }] });
  }
  return { nodes: await nodesOf(db, scope, rows, hidden), edges: [...rows.values()].flatMap(edgesOf) };
}

function parentsOf({ copiedFromId, originImageId }: LineageRow): string[] {
  return [copiedFromId ?? originImageId].filter((id) => id !== null);
}

async function nodesOf(db: Db, scope: Scope, rows: ReadonlyMap<string, LineageRow>, hidden: ReadonlySet<string>): Promise<LineageNode[]> {
  const images = [...rows.values()];
  const serverIds = images.flatMap((row) => (row.copiedFromId === null && row.sourceServerId !== null ? [row.sourceServerId] : []));
  const where = { id: { in: serverIds }, accountId: scope.accountId };
  const backupIds = images.flatMap(({ sourceBackupId }) => (sourceBackupId === null ? [] : [sourceBackupId]));
  const backups = await db.backup.findMany({
    where: { id: { in: backupIds }, accountId: scope.accountId },
    select: { id: true, name: true },
  });
  const backupNames = new Map(backups.map(({ id, name }) => [id, name]));
  const names = new Map((await db.server.findMany({ where, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  const other = (id: string, kind: LineageNode["kind"], name: string | null): LineageNode => ({ id, kind, name, image: null });
  return [
    ...images.map((row): LineageNode => {
      const type = typeFor(row.visibility, row.accountId === scope.accountId);
      const gone = row.status === "deleted";
      return { id: row.id, kind: "image", name: row.name, image: gone ? null : { type, kind: row.kind, regionId: row.regionId } };
    }),
    ...[...hidden].map((id) => other(id, "image", null)),
    ...[...new Set(serverIds)].map((id) => other(id, "server", names.get(id) ?? null)),
    ...images.flatMap((row) =>
      row.sourceBackupId === null
        ? []
        : [other(row.sourceBackupId, "backup", backupNames.get(row.sourceBackupId) ?? (row.copiedFromId === null ? row.sourceName : null))],
    ),
    ...images.flatMap((row) => (isFromFile(row) ? [other(`file:${row.id}`, "file", row.sourceName)] : [])),
  ];
}

function isFromFile(row: LineageRow): boolean {
  return row.sourceKind === "file" && row.copiedFromId === null;
}

function edgesOf(row: LineageRow): LineageEdge[] {
  const { id: to, copiedFromId, sourceServerId, sourceBackupId, originImageId } = row;
  if (copiedFromId !== null) return [{ from: copiedFromId, to, relation: "copy" }, ...backupEdge(sourceBackupId, to)];
  if (sourceServerId !== null) {
    const made = { from: sourceServerId, to, relation: "server" as const };
    const before = originImageId === null ? [] : [{ from: originImageId, to: sourceServerId, relation: "image" as const }];
    return [...before, made, ...backupEdge(sourceBackupId, to)];
  }
  if (sourceBackupId !== null) return backupEdge(sourceBackupId, to);
  if (originImageId !== null) return [{ from: originImageId, to, relation: "image" }];
  return isFromFile(row) ? [{ from: `file:${to}`, to, relation: "file" }] : [];
}

function backupEdge(from: string | null, to: string): LineageEdge[] {
  return from === null ? [] : [{ from, to, relation: "backup" }];
}
