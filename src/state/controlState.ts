import { z } from 'zod';
import { captureTypeError, type ReadResult } from './fieldReader';
import type { Problem } from './problem';
import { pythonTime, quoted } from './pythonValues';
import type { StateStore } from './store';

export const CONTROL_MODES = ['RUNNING', 'PAUSED', 'STOPPING', 'PANIC', 'EMERGENCY_CLOSE'] as const;
export type ControlMode = (typeof CONTROL_MODES)[number];

/** Where a run's control state is. */
export interface ControlKey {
  readonly env: string;
  readonly runId: string;
  readonly key: string;
}

/** What one run of the trading system is told to do. */
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

/** A longer text is no control state. */
const LONGEST_TEXT = 100_000;
/** So much of each text is kept. */
const LONGEST_PART = 500;
/** The time names its zone; should it not, it is UTC by its name. */
const ZONE = 'UTC';

const mode = z.looseObject({ mode: z.enum(CONTROL_MODES) });
const parts = {
  symbol_blacklist: z.array(z.string()).nullish(),
  updated_at_utc: z.string().nullish(),
  updated_by: z.string().nullish(),
  reason: z.string().nullish(),
};

/** Reads one; null when it has gone, or is not understood, which is a problem. Throws StateUnavailableError. */
export async function readControlState(
  store: StateStore,
  { env, runId, key }: ControlKey,
): Promise<ReadResult<ControlState | null>> {
  const [{ value: text, problems }, ttlMs] = await Promise.all([
    captureTypeError(store.string(key)),
    store.ttlMs(key),
  ]);
  if (text === null) return { value: null, problems };
  const nothing = (what: string) => ({ value: null, problems: [{ key, what }] });
  if (text.length > LONGEST_TEXT)
    return nothing(`is too long for a control state: ${text.length} characters`);
  const json = parsedJson(text);
  if (json === undefined) return nothing(`is ${quoted(text)}, not JSON`);
  const read = mode.safeParse(json);
  if (!read.success)
    return nothing(`has no mode that is one of ${CONTROL_MODES.join(', ')}: ${quoted(text)}`);
  const fields = new ControlFields(key, read.data);
  const value = {
    env,
    runId,
    mode: read.data.mode,
    symbolBlacklist: (fields.part('symbol_blacklist') ?? []).map((symbol) => symbol.slice(0, LONGEST_PART)),
    updatedAt: fields.time(),
    updatedBy: fields.part('updated_by')?.slice(0, LONGEST_PART) ?? null,
    reason: fields.part('reason')?.slice(0, LONGEST_PART) ?? null,
    expiresInMs: ttlMs,
  };
  return { value, problems: fields.problems };
}

/** The parts beside the mode: one that is not understood is a problem, and hides no PANIC. */
class ControlFields {
  readonly problems: Problem[] = [];

  constructor(
    private readonly key: string,
    private readonly json: Readonly<Record<string, unknown>>,
  ) {}

  part<Name extends keyof typeof parts>(name: Name): NonNullable<z.output<(typeof parts)[Name]>> | null {
    const read = parts[name].safeParse(this.json[name]);
    if (!read.success) this.report(name, `is ${quoted(JSON.stringify(this.json[name]))}, not understood`);
    return (read.data ?? null) as NonNullable<z.output<(typeof parts)[Name]>> | null;
  }

  time(): Date | null {
    const text = this.part('updated_at_utc');
    if (text === null) return null;
    const reading = pythonTime(text.replace(/Z$/, '+00:00'), ZONE);
    if ('value' in reading) return reading.value;
    this.report('updated_at_utc', reading.wrong);
    return null;
  }

  private report(name: string, what: string): void {
    this.problems.push({ key: this.key, what: `field ${quoted(name)} ${what}` });
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
