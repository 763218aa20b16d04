import type { RefusedForGood } from '../invariants/history';
import type { Prng } from './prng';

/** Of a message that cannot be changed. */
export const SEALED = 'message_is_sealed';

/** Thread entries of which some are refused wherever they may go; no other part of an incident depends on them. */
const EXTRA_NOTE = /\/(reminder|paged)\//;

/** So many of each are refused. */
const THREADS = 0.25;
const MESSAGES = 0.1;
const NOTES = 0.4;

/** What a call is about. */
interface CallAbout {
  readonly method: string;
  readonly mark?: { readonly id: string };
  /** The message to change. */
  readonly ts?: string;
  readonly threadTs?: string | undefined;
}

/** The change of an older message waits under its incident's id. */
const waitingAs = (id: string): string => id.replace(/\/pointer\/.*$/, '');

/** Error codes of Slack that nobody has heard of, for what they are about: a thread, a message, an entry, or everything. */
export class UnknownCodes {
  /** While it lasts, half of all calls get one. */
  isOutage = false;
  private readonly drawn = new Map<string, boolean>();
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly isOn: boolean,
    private readonly prng: Prng,
  ) {}

  /** The code that the call gets; null for none. */
  codeFor({ method, mark, ts = '', threadTs }: CallAbout, nowMs: number): string | null {
    if (!this.isOn) return null;
    if (this.isOutage && this.prng.is(0.5)) return 'cell_is_migrating';
    if (mark === undefined) return null;
    const id = waitingAs(mark.id);
    if (method === 'update' && this.draws(ts, MESSAGES)) return this.refuses(id, SEALED, nowMs);
    if (method === 'post' && EXTRA_NOTE.test(id) && this.draws(id, NOTES))
      return this.refuses(id, 'held_by_policy', nowMs);
    this.refused.delete(id);
    if (method !== 'post') return null;
    return threadTs !== undefined && this.draws(threadTs, THREADS) ? 'thread_is_frozen' : null;
  }

  /** What no way brings to Slack, with whether it still waits. */
  refusedForGood(waiting: ReadonlySet<string>): readonly RefusedForGood[] {
    return [...this.refused].map(([id, at]) => ({ id, at, waits: waiting.has(id) }));
  }

  isRefusedForGood(id: string): boolean {
    return this.refused.has(id);
  }

  private refuses(id: string, code: string, nowMs: number): string {
    if (!this.refused.has(id)) this.refused.set(id, nowMs);
    return code;
  }

  /** The same for one thing as long as it lasts. */
  private draws(what: string, share: number): boolean {
    const drawn = this.drawn.get(what) ?? this.prng.of(what).is(share);
    this.drawn.set(what, drawn);
    return drawn;
  }
}
