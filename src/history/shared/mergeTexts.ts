import { parseJson } from '../../lib/parseJson';
import { type ClosingRecord, decodeClosing, encodeClosing } from '../tiers/closingCodec';
import { mergeBuckets } from '../tiers/mergeBuckets';
import type { SharedClosing, SharedDay } from './closings';
import { closingsIn, hourText } from './sharedSlots';

/** What two instances know of a span, as one; the other alone where one of them is no record. */
export function mergeRecords(a: ClosingRecord, b: unknown): ClosingRecord {
  const [own, theirs] = [decodeClosing(a, 0), decodeClosing(b, 0)];
  return own === null || theirs === null ? a : encodeClosing(mergeBuckets(own, theirs));
}

/** An hour's text with these closing values of that hour and target. */
export function mergeHour(text: string | null, hourMs: number, own: readonly SharedClosing[]): string {
  const target = own[0]?.target ?? '';
  const merged = new Map(closingsIn(text, target, hourMs).map((closing) => [closing.startMs, closing]));
  for (const closing of own) {
    const theirs = merged.get(closing.startMs);
    const record = theirs === undefined ? closing.record : mergeRecords(closing.record, theirs.record);
    merged.set(closing.startMs, { ...closing, record });
  }
  return hourText([...merged.values()]);
}

export const mergeDay = (text: string | null, { record }: SharedDay): string =>
  JSON.stringify(text === null ? record : mergeRecords(record, parseJson(text)));
