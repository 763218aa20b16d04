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

/** So many runs are read at each check: those in PANIC or EMERGENCY_CLOSE, then those that were written last. */
const RUNS_READ = 50;
/** So many keys of a pass are looked at to find these. */
const KEYS_LOOKED_AT = 1_000;
const PROBLEMS_KEPT = 20;
/** Where Redis does not allow these keys to be read, that is tried again after so many ms. */
const TRY_AGAIN_MS = 10 * 60_000;

/** The control states of the runs that the passes over all keys found. */
export class ControlMonitor {
  private keys: readonly ControlKey[] = [];
  private refusedAtMs: number | null = null;
  private unreadable: readonly Problem[] = [];

  constructor(private readonly deps: ControlDeps) {}

  /** Takes what a pass over all keys found. Throws StateUnavailableError. */
  async seed(found: readonly ControlKey[]): Promise<void> {
    const keys = found.slice(0, KEYS_LOOKED_AT);
    if (keys.length > RUNS_READ) {
      const read = await this.read(keys);
      this.keys = [...(read ?? [])]
        .sort(byImportance)
        .map(({ key }) => key)
        .slice(0, RUNS_READ);
    } else this.keys = keys;
    const leftOut = found.length - this.keys.length;
    if (leftOut > 0)
      this.deps.log.warn({ leftOut }, 'too many runs have a control state: the oldest are not read');
  }

  /**
   * The control states as they are now, in one trip; null where Redis does not allow them to be read. Throws
   * StateUnavailableError when it cannot be read at all.
   */
  async observe(): Promise<readonly ControlState[] | null> {
    const read = await this.read(this.keys);
    return read?.flatMap(({ state }) => (state === null ? [] : [state])) ?? null;
  }

  /** What could not be understood of the control states; at most 20. */
  problems(): readonly Problem[] {
    return this.unreadable;
  }

  private async read(keys: readonly ControlKey[]): Promise<readonly Read[] | null> {
    if (this.isRefused()) return null;
    try {
      const found = await Promise.all(keys.map((key) => readControlState(this.deps.store, key)));
      this.refusedAtMs = null;
      this.report(found.flatMap(({ problems }) => problems).slice(0, PROBLEMS_KEPT));
      return keys.map((key, i) => ({ key, state: found[i]?.value ?? null }));
    } catch (error) {
      // The bot's user may read the traders' keys and not these: no trader goes unwatched for that.
      if (!(error instanceof StateUnavailableError) || error.reason !== 'refused' || !error.isReply)
        throw error;
      if (this.refusedAtMs === null)
        this.deps.log.warn(
          { err: error },
          'Redis does not allow control states to be read: give the user of the bot %R~v2:*:control:state',
        );
      this.refusedAtMs = this.deps.clock.monotonicMs();
      return null;
    }
  }

  private isRefused(): boolean {
    if (this.refusedAtMs === null) return false;
    return this.deps.clock.monotonicMs() - this.refusedAtMs < TRY_AGAIN_MS;
  }

  private report(problems: readonly Problem[]): void {
    const known = new Set(this.unreadable.map(textOf));
    for (const problem of problems)
      if (!known.has(textOf(problem)))
        this.deps.log.warn({ problem }, 'a control state could not be understood');
    this.unreadable = problems;
  }
}

interface Read {
  readonly key: ControlKey;
  /** Null when it has gone or is not understood. */
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
