import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { captureTypeError, type ReadResult } from './fieldReader';
import type { Problem } from './problem';
import { pythonTime, quoted } from './pythonValues';
import type { StateStore } from './store';

export const CONTROL_MODES = ['RUNNING', 'PAUSED', 'STOPPING', 'PANIC', 'EMERGENCY_CLOSE'] as const;
export type ControlMode = (typeof CONTROL_MODES)[number];

export interface ControlKey {
  readonly env: string;
  readonly runId: string;
  readonly key: string;
}

/** The command that one run of the trading system is under. */
export interface ControlState {
  readonly env: string;
  readonly runId: string;
  readonly mode: ControlMode;
  /** The symbols that are not traded. */
  readonly symbolBlacklist: readonly string[];
  /** By the clock of who wrote it; null where it does not tell. */
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
  readonly reason: string | null;
  /** The ms until the key expires, by Redis's clock; null when it never does. */
  readonly expiresInMs: number | null;
}

/** So many characters of each text are kept. */
const MAX_TEXT_LENGTH = 500;
/** The time names its zone; should it not, it is UTC by its name. */
const ZONE = 'UTC';

const controlSchema = z.looseObject({ mode: z.enum(CONTROL_MODES) });
const shortText = z.string().transform((text) => text.slice(0, MAX_TEXT_LENGTH));

/** Reads one; null when it has gone, or is not understood, which is a problem. Throws StateUnavailableError. */
export async function readControlState(
  store: StateStore,
  { env, runId, key }: ControlKey,
): Promise<ReadResult<ControlState | null>> {
  const [found, expiresInMs] = await Promise.all([captureTypeError(store.string(key)), store.ttlMs(key)]);
  if (found.value === null) return { value: null, problems: found.problems };
  const unparsable = (what: string) => ({ value: null, problems: [{ key, what }] });
  const json = parseJson(found.value);
  if (json === undefined) return unparsable(`is ${quoted(found.value)}, not JSON`);
  const { data } = controlSchema.safeParse(json);
  if (data === undefined)
    return unparsable(`has no mode that is one of ${CONTROL_MODES.join(', ')}: ${quoted(found.value)}`);

  const problems: Problem[] = [];
  const report = (name: string, what: string): void => {
    problems.push({ key, what: `field ${quoted(name)} ${what}` });
  };
  /** A field beside the mode: one that is not understood is a problem, and hides no PANIC. */
  const field = <T>(name: string, schema: z.ZodType<T>): T | null => {
    const read = schema.nullish().safeParse(data[name]);
    if (!read.success) report(name, `is ${quoted(JSON.stringify(data[name]))}, not understood`);
    return read.data ?? null;
  };
  const time = (name: string): Date | null => {
    const text = field(name, z.string());
    if (text === null) return null;
    const reading = pythonTime(text.replace(/Z$/, '+00:00'), ZONE);
    if ('value' in reading) return reading.value;
    report(name, reading.error);
    return null;
  };
  const value = {
    env,
    runId,
    mode: data.mode,
    symbolBlacklist: field('symbol_blacklist', z.array(shortText)) ?? [],
    updatedAt: time('updated_at_utc'),
    updatedBy: field('updated_by', shortText),
    reason: field('reason', shortText),
    expiresInMs,
  };
  return { value, problems };
}
