import { BtrfsTrees, type Key, type ReadVolume, readKey, type TreeRoot } from "./trees";

const TOP_LEVEL = 5n;
const ROOT_DIRECTORY = 6n;
/** Inode of the top folder of every subvolume. */
const FIRST_INODE = 256n;
const INODE_REF = 12;
const DIR_ITEM = 84;
const ROOT_ITEM = 132;
const ROOT_BACKREF = 144;
/** Hash of the name `default`, under which the root tree keeps the default subvolume. */
const DEFAULT_HASH = 2_378_154_706n;
const ROOT_ADDRESS_AT = 176;
/** Subvolumes within subvolumes, folders within folders; a loop ends here. */
const STEPS_MAX = 32;
/** Names that mean nothing else to what reads the path. */
const PLAIN_NAME = /^[\w@.+:-]{1,128}$/;

/**
 * Path of the default subvolume from the top of a btrfs volume, e.g. `/@/.snapshots/7/snapshot`: what a mount without options shows, and
 * what distributions with snapshots start. Undefined where that is the top itself, or cannot be told.
 */
export async function defaultSubvolumePath(read: ReadVolume): Promise<string | undefined> {
  const trees = await BtrfsTrees.open(read);
  const entry = await trees?.find(trees.rootTree, { id: ROOT_DIRECTORY, type: DIR_ITEM, offset: DEFAULT_HASH });
  if (trees === undefined || entry?.key.type !== DIR_ITEM || entry.data.length < 17) return undefined;
  const names: string[] = [];
  let subvolume = readKey(entry.data, 0).id;
  while (subvolume !== TOP_LEVEL) {
    const link = await linkOf(trees, trees.rootTree, { id: subvolume, type: ROOT_BACKREF, offset: 0n });
    if (link === undefined) return undefined;
    const folders = await foldersAbove(trees, link.parent, link.folder);
    if (folders === undefined) return undefined;
    names.unshift(...folders, link.name);
    subvolume = link.parent;
    if (names.length > STEPS_MAX) return undefined;
  }
  return names.length > 0 && names.every((name) => PLAIN_NAME.test(name) && name !== "..") ? `/${names.join("/")}` : undefined;
}

/** Names of the folders of a subvolume that lead to one of them. */
async function foldersAbove(trees: BtrfsTrees, subvolume: bigint, folder: bigint): Promise<string[] | undefined> {
  const names: string[] = [];
  if (folder === FIRST_INODE) return names;
  const root = await trees.find(trees.rootTree, { id: subvolume, type: ROOT_ITEM, offset: 0n });
  if (root?.key.id !== subvolume || root.key.type !== ROOT_ITEM || root.data.length < ROOT_ADDRESS_AT + 8) return undefined;
  const tree = { address: root.data.readBigUInt64LE(ROOT_ADDRESS_AT) };
  for (let inode = folder; inode !== FIRST_INODE; ) {
    const link = await linkOf(trees, tree, { id: inode, type: INODE_REF, offset: 0n });
    if (link === undefined || names.length > STEPS_MAX) return undefined;
    names.unshift(link.name);
    inode = link.parent;
  }
  return names;
}

/** Name and parent of a subvolume (`folder`: in which of the parent's folders) or of a folder. */
async function linkOf(
  trees: BtrfsTrees,
  tree: TreeRoot,
  wanted: Key,
): Promise<{ name: string; parent: bigint; folder: bigint } | undefined> {
  const item = await trees.find(tree, wanted);
  if (item?.key.id !== wanted.id || item.key.type !== wanted.type) return undefined;
  const { data, key } = item;
  const nameAt = wanted.type === ROOT_BACKREF ? 18 : 10;
  if (data.length <= nameAt) return undefined;
  const name = data.toString("latin1", nameAt, nameAt + data.readUInt16LE(nameAt - 2));
  return { name, parent: key.offset, folder: data.readBigUInt64LE(0) };
}
