import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import { type ControlKey, type ControlState, readControlState } from '../../state/controlState';
import type { Problem } from '../../state/problem';
import type { StateStore } from '../../state/store';

export interface ControlDeps {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The runs that are read at each check: those in PANIC or EMERGENCY_CLOSE, then those that were written last. */
const MAX_RUNS = 50;
/** The keys of a pass that are read to find these. */
const MAX_KEYS = 1_000;
const MAX_PROBLEMS = 20;
/** Where Redis denies reading these keys, it is tried again after so many ms. */
const RETRY_MS = 10 * 60_000;

/** The control states of the runs that the passes over all keys found. */
export class ControlMonitor {
  private keys: readonly ControlKey[] = [];
  private deniedAtMs: number | null = null;
  private unreadable: readonly Problem[] = [];

  constructor(private readonly deps: ControlDeps) {}

  /** Takes what a pass over all keys found. Throws StateUnavailableError. */
  async seed(found: readonly ControlKey[]): Promise<void> {
    const keys = found.slice(0, MAX_KEYS);
    if (keys.length > MAX_RUNS) {
      const read = await this.read(keys);
      this.keys = [...(read ?? [])]
        .sort(byImportance)
        .map(({ key }) => key)
        .slice(0, MAX_RUNS);
    } else this.keys = keys;
    const leftOut = found.length - this.keys.length;
    if (leftOut > 0) this.deps.log.warn({ leftOut }, 'too many control states; the oldest are not read');
  }

  /**
   * The control states as they are now, in one trip; null where Redis does not allow them to be read. Throws
   * StateUnavailableError when it cannot be read at all.
   */
  async observe(): Promise<readonly ControlState[] | null> {
    const read = await this.read(this.keys);
    return read?.flatMap(({ state }) => (state === null ? [] : [state])) ?? null;
  }

  /** The keys that are read at each check; where there are many, the most important first. */
  tracked(): readonly ControlKey[] {
    return this.keys;
  }

  /** What could not be parsed; at most 20. */
  problems(): readonly Problem[] {
    return this.unreadable;
  }

  private async read(keys: readonly ControlKey[]): Promise<readonly Read[] | null> {
    if (this.isDenied()) return null;
    try {
      const found = await Promise.all(keys.map((key) => readControlState(this.deps.store, key)));
      this.deniedAtMs = null;
      this.report(found.flatMap(({ problems }) => problems).slice(0, MAX_PROBLEMS));
      return keys.map((key, i) => ({ key, state: found[i]?.value ?? null }));
    } catch (error) {
      // The bot's user may be allowed to read the traders' keys alone: these must still be watched.
      if (!(error instanceof StateUnavailableError) || error.reason !== 'refused' || !error.isReply)
        throw error;
      if (this.deniedAtMs === null)
        this.deps.log.warn(
          { err: error },
          'reading control states is not permitted; grant the Redis user %R~v2:*:control:state',
        );
      this.deniedAtMs = this.deps.clock.monotonicMs();
      return null;
    }
  }

  private isDenied(): boolean {
    if (this.deniedAtMs === null) return false;
    return this.deps.clock.monotonicMs() - this.deniedAtMs < RETRY_MS;
  }

  private report(problems: readonly Problem[]): void {
    const known = new Set(this.unreadable.map(textOf));
    for (const problem of problems)
      if (!known.has(textOf(problem))) this.deps.log.warn({ problem }, 'unparsable control state');
    this.unreadable = problems;
  }
}

interface Read {
  readonly key: ControlKey;
  /** Null when it has gone or cannot be parsed. */
  readonly state: ControlState | null;
}

const textOf = ({ key, what }: Problem): string => `${key} ${what}`;

/** Of equal TTLs, the one that expires last was written last. */
const byImportance = (a: Read, b: Read): number => weight(b) - weight(a);

function weight({ state }: Read): number {
  if (state === null) return -1;
  return (isAlarm(state) ? Number.MAX_SAFE_INTEGER / 2 : 0) + (state.expiresInMs ?? 0);
}

const isAlarm = ({ mode }: ControlState): boolean => mode === 'PANIC' || mode === 'EMERGENCY_CLOSE';
