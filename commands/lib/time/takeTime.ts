import { type TimeProblem, t } from '../../../formatters';
import { addMs } from '../../../src/lib/time';
import type { CommandDeps } from '../../command';
import { UsageError } from '../parseArgs';
import type { Token } from '../tokens';
import { parseDuration } from './duration';
import { parseInstant, type TypedInstant } from './instant';
import { parseRange, type TypedRange } from './range';
import { hasProblem, type TimeContext, type TimeResult } from './timeProblem';

type ZoneDeps = Pick<CommandDeps, 'clock' | 'zone' | 'userZones' | 'people' | 'requester'>;

/** In which zone times of day were read, and why in that one. */
export interface ZoneRead {
  readonly zone: string;
  readonly from: 'typed' | 'own' | 'profile' | 'setting';
}

/** What was said of time among other words. */
export interface Taken<T> {
  /** Null where no word is about time. */
  readonly value: T | null;
  /** Null where no zone mattered. */
  readonly zone: ZoneRead | null;
  /** The other words, in their order. */
  readonly rest: readonly Token[];
  /** How many of those stand before the time; all of them where there is none. */
  readonly before: number;
}

/** Nobody needs more words for a time: `from 2026-11-30 9:00 pm to 2026-12-01 1:00 am UTC`. */
const MOST_WORDS = 10;

/** `2h30m`, `until 09:00`, `tomorrow 9:00`: until when. Throws UsageError for a time that cannot be meant. */
export const takeUntil = (words: readonly Token[], deps: ZoneDeps): Promise<Taken<TypedInstant>> =>
  takeInZone(words, parseUntil, deps);

/** `22:00-23:00`, `2h`, `until 09:00`: from when to when. Throws UsageError for times that cannot be meant. */
export const takeRange = (words: readonly Token[], deps: ZoneDeps): Promise<Taken<TypedRange>> =>
  takeInZone(words, parseRange, deps);

/** The end of a length of time from now on, or of an instant. */
export function parseUntil(text: string, context: TimeContext): TimeResult<TypedInstant> {
  const duration = parseDuration(text);
  if (duration === null) return parseInstant(text, context);
  if (hasProblem(duration)) return duration;
  return { value: { at: addMs(context.now, duration.value), zone: null } };
}

/** The zone that the requester set, or that of the profile, where one is known; else TIMEZONE. */
export async function zoneOfRequester({
  zone,
  userZones,
  people,
  requester,
}: Omit<ZoneDeps, 'clock'>): Promise<ZoneRead & { readonly from: 'own' | 'profile' | 'setting' }> {
  const set = people.known(requester.userId).zone;
  if (set !== null) return { zone: set, from: 'own' };
  const own = (await userZones?.zoneOf(requester.userId)) ?? null;
  return own === null ? { zone, from: 'setting' } : { zone: own, from: 'profile' };
}

interface Run<T> {
  readonly start: number;
  readonly length: number;
  readonly text: string;
  readonly result: NonNullable<TimeResult<T>>;
}

/** Reads in the requester's own zone, which is asked for only where one matters. */
async function takeInZone<T extends { readonly zone: string | null }>(
  words: readonly Token[],
  parse: (text: string, context: TimeContext) => TimeResult<T>,
  deps: ZoneDeps,
): Promise<Taken<T>> {
  const { clock, zone: setting } = deps;
  const now = clock.now();
  const inSetting = findRun(words, (text) => parse(text, { now, zone: setting }));
  if (inSetting === null) return { value: null, zone: null, rest: words, before: words.length };
  const isZoned = hasProblem(inSetting.result) || inSetting.result.value.zone !== null;
  const own: ZoneRead = isZoned ? await zoneOfRequester(deps) : { zone: setting, from: 'setting' };
  const { zone } = own;
  const run =
    own.from === 'setting' ? inSetting : (findRun(words, (text) => parse(text, { now, zone })) ?? inSetting);
  if (hasProblem(run.result)) throw timeError(run.text, run.result.problem, zone);
  const { value } = run.result;
  const rest = words.filter((_, i) => i < run.start || i >= run.start + run.length);
  if (value.zone === null) return { value, zone: null, rest, before: run.start };
  const from = value.zone === zone ? own.from : 'typed';
  return { value, zone: { zone: value.zone, from }, rest, before: run.start };
}

/** The first words that are about time, as many as there are; what may be a plain number only where nothing else is. */
function findRun<T>(words: readonly Token[], parse: (text: string) => TimeResult<T>): Run<T> | null {
  let number: Run<T> | null = null;
  for (let start = 0; start < words.length; start += 1) {
    const texts = wordsOfTime(words.slice(start, start + MOST_WORDS));
    for (let { length } = texts; length > 0; length -= 1) {
      const text = texts.slice(0, length).join(' ');
      const result = parse(text);
      if (result === null) continue;
      const run = { start, length, text, result };
      if (!hasProblem(result) || result.problem.kind !== 'bare_number') return run;
      number ??= run;
    }
  }
  return number;
}

/** Up to the first that is quoted or names a target. */
function wordsOfTime(words: readonly Token[]): readonly string[] {
  const end = words.findIndex(({ quoted, place }) => quoted || place !== null);
  return (end === -1 ? words : words.slice(0, end)).map(({ text }) => text);
}

const timeError = (word: string, problem: TimeProblem, zone: string): UsageError =>
  new UsageError({ word, ...t.times.problem(problem, zone), suggestion: null });
