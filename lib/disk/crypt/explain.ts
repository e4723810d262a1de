import { AppError } from "@/lib/platform/errors";
import type { RandomAccess } from "../model";
import { type StreamParameters, sealedStartOf } from "./layout";
import type { SegmentCipher } from "./segment-cipher";

/** Places tried for a segment that stands at a wrong one; a search through a large object would take too long to be worth a word. */
const PLACES_TRIED = 512;

interface Failed {
  readonly source: RandomAccess;
  readonly cipher: SegmentCipher;
  readonly count: number;
  readonly parameters: StreamParameters;
  readonly segment: number;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Names what is wrong with a segment that does not verify. The words are for people; nothing it tries lets a byte through. */
export async function explainSegment(failed: Failed): Promise<AppError> {
  const { cipher, count, segment, sealed } = failed;
  const where = { segment, offsetBytes: sealedStartOf(segment, failed.parameters) };
  const isLast = segment === count - 1;
  if (await cipher.open(sealed, { segment, isLast: !isLast })) {
    return isLast
      ? new AppError("truncatedImage", { construct: "sealed.end", ...where })
      : new AppError("corruptImage", { construct: "sealed.end", ...where });
  }
  const place = await placeOf(failed);
  if (place !== undefined) return new AppError("corruptImage", { construct: "sealed.order", ...where, is: place });
  if (await othersFail(failed)) return new AppError("corruptImage", { construct: "sealed.header", offsetBytes: 0 });
  return new AppError("corruptImage", { construct: "sealed.segment", ...where });
}

/** The place a segment of this object belongs to, nearest first. */
async function placeOf({ cipher, count, segment, sealed }: Failed): Promise<number | undefined> {
  for (let distance = 1; distance <= PLACES_TRIED / 2; distance++) {
    for (const place of [segment - distance, segment + distance]) {
      if (place < 0 || place >= count) continue;
      if (await cipher.open(sealed, { segment: place, isLast: place === count - 1 })) return place;
    }
  }
  return undefined;
}

/** True when neither the first nor the middle segment fits either: then it is not this one that is wrong. */
async function othersFail({ source, cipher, count, parameters, segment }: Failed): Promise<boolean> {
  const others = [0, Math.floor(count / 2), count - 1].filter((other) => other !== segment);
  if (others.length === 0) return false;
  for (const other of others) {
    const start = sealedStartOf(other, parameters);
    const length = Math.min(source.sizeBytes, sealedStartOf(other + 1, parameters)) - start;
    const sealed = new Uint8Array(await source.read(start, length));
    if (await cipher.open(sealed, { segment: other, isLast: other === count - 1 })) return false;
  }
  return true;
}
