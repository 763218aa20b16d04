import { t } from '../../../formatters';
import { UsageError } from '../parseArgs';
import type { Token } from '../tokens';
import { parseDuration } from './duration';
import { hasProblem } from './timeProblem';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a person may ask to look back at: an hour at least, and at most as long as history keeps days. */
const MAX_DAYS = 400;

/** `24h`, `7d`, `2w` among other words, in ms and as it was typed; null where none is. Throws UsageError for two, or one that cannot be. */
export function takePeriod(words: readonly Token[]): {
  readonly periodMs: number | null;
  readonly typed: string | null;
  readonly rest: readonly Token[];
} {
  const isPeriod = ({ text, quoted, place }: Token) =>
    !quoted && place === null && /^\d/.test(text) && parseDuration(text) !== null;
  const [first, second] = words.filter(isPeriod);
  if (second !== undefined)
    throw new UsageError({
      word: second.text,
      problem: t.performance.period.second,
      expected: t.performance.period.expected,
      suggestion: null,
    });
  return {
    periodMs: first === undefined ? null : periodMsOf(first.text),
    typed: first?.text ?? null,
    rest: words.filter((word) => word !== first),
  };
}

/** A length of time to look back at, such as `24h`, in ms. Throws UsageError for one that cannot be. */
export function periodMsOf(text: string): number {
  const parsed = parseDuration(text);
  const ms = parsed === null || hasProblem(parsed) ? 0 : parsed.value;
  if (ms >= HOUR_MS && ms <= MAX_DAYS * DAY_MS) return ms;
  throw new UsageError({
    word: text,
    problem: t.performance.period.wrong,
    expected: t.performance.period.expected,
    suggestion: null,
  });
}

/** A number of days such as `30`, `30d` or `4w`; null for any other word. Throws UsageError for too many. */
export function daysIn({ text, quoted }: Token): number | null {
  if (quoted || !/^\d/.test(text)) return null;
  const plain = /^\d{1,4}$/.test(text) ? Number(text) * DAY_MS : null;
  const parsed = plain === null ? parseDuration(text) : { value: plain };
  if (parsed === null || hasProblem(parsed)) return null;
  const days = parsed.value / DAY_MS;
  if (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS) return days;
  throw new UsageError({
    word: text,
    problem: t.performance.period.wrong,
    expected: t.performance.period.days,
    suggestion: null,
  });
}
