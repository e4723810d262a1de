import { GIB } from "@/lib/disk/model";
import type { RuleImage } from "@/lib/images/rules/rule";

/** A private system disk image that breaks no rule. */
const FINE: RuleImage = {
  type: "private",
  kind: "system",
  status: "active",
  state: "normal",
  protected: false,
  encrypted: false,
  keyId: null,
  sourceKind: "file",
  regionId: "cn-north-4",
  fromIso: false,
  originMarket: false,
  originLicensed: null,
  originCsbs: false,
  osFamily: "linux",
  osPlatform: "CentOS",
  osVersion: "CentOS 7.6 64bit",
  osBits: 64,
  architecture: "x86",
  minRamMb: 0,
  maxRamMb: 0,
  fitsBms: false,
  tags: [],
  storedFormat: "zvhd2",
  storedBytes: GIB,
  retiresAt: null,
  recycledAt: null,
  busyWith: [],
};

/** A private system disk image that breaks no rule, but for what is changed. */
export function aRuleImage(change: Partial<RuleImage> = {}): RuleImage {
  return { ...FINE, ...change };
}
