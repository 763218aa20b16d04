import type { Clock } from '../lib/clock';
import { retryOnConflict } from '../lib/retryOnConflict';
import { addMs } from '../lib/time';
import { ending } from './advance';
import { countActive } from './due';
import { type Followed, followedId } from './followed';
import type { FollowStore, StoredFollowed } from './followStore';
import type { FollowWorker } from './followWorker';
import { MOST_FOLLOWED, updateIntervalMs } from './interval';

export interface FollowRequest {
  readonly channel: string;
  /** What is asked again and again, as it is typed: `/arb-status paper docker`. */
  readonly line: string;
  readonly kind: Followed['kind'];
  readonly userId: string;
}

/** What came of it. */
export type FollowResult =
  | {
      readonly kind: 'started' | 'soon';
      readonly endsAt: Date | null;
      readonly intervalMs: number;
      /** Slack's word for why a board is not pinned. */
      readonly notPinned: string | null;
    }
  /** It is followed there; `joined`: and this person is told when it has finished. */
  | { readonly kind: 'already' | 'joined'; readonly endsAt: Date | null }
  | { readonly kind: 'full'; readonly most: number }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'conflict' };

/** What people ask of followed messages. Every method throws StateUnavailableError and SharedTextsRefusedError. */
export interface Follow {
  start(request: FollowRequest): Promise<FollowResult>;
  /** `unknown`: nothing of that id is followed in this channel. */
  stop(which: { readonly id: string; readonly channel: string }): Promise<'stopped' | 'soon' | 'unknown'>;
}

/** How long they are followed, in ms: a shift, or as long as a session may take. */
const LASTS_MS: Readonly<Record<Followed['kind'], number | null>> = {
  status: 8 * 3_600_000,
  session: 7 * 24 * 3_600_000,
  board: null,
};

/** Each channel has one at most. */
const boardIn = (all: ReadonlyMap<string, StoredFollowed>, channel: string): StoredFollowed | undefined =>
  [...all.values()].find(
    ({ followed }) =>
      followed.kind === 'board' && followed.channel === channel && followed.phase === 'active',
  );

export class FollowService implements Follow {
  constructor(
    private readonly deps: {
      readonly store: FollowStore;
      readonly worker: Pick<FollowWorker, 'handle' | 'wake'>;
      readonly clock: Clock;
      readonly instanceId: string;
    },
  ) {}

  async start(request: FollowRequest): Promise<FollowResult> {
    const { store, worker } = this.deps;
    const begun = await retryOnConflict(async () => {
      const all = await store.all();
      const existing = all.get(followedId(request)) ?? null;
      const board = request.kind === 'board' ? boardIn(all, request.channel) : undefined;
      if (board !== undefined) return { kind: 'already', endsAt: null } as const;
      if (existing?.followed.phase === 'active') return this.join(existing, request);
      if (existing?.followed.phase === 'ending' && existing.followed.end?.code == null)
        return { kind: 'conflict' } as const;
      if (countActive(all) >= MOST_FOLLOWED) return { kind: 'full', most: MOST_FOLLOWED } as const;
      const put = await store.put(existing, this.newOne(request, existing?.followed ?? null));
      return put === null ? 'conflict' : { put, intervalMs: updateIntervalMs(countActive(all) + 1) };
    });
    if (begun === 'conflict') return { kind: 'conflict' };
    if (!('put' in begun)) return begun;
    const { endsAt } = begun.put.followed;
    const done = await worker.handle(followedId(request));
    worker.wake();
    const end = done?.followed.end ?? null;
    if (done !== null && end?.reason === 'refused') {
      // The answer says so.
      await store.put(done, { ...done.followed, toTell: [] });
      return { kind: 'refused', code: end.code ?? '' };
    }
    const kind = done === null || done.followed.message === null ? 'soon' : 'started';
    const notPinned = done?.followed.notPinned ?? null;
    return { kind, endsAt, intervalMs: begun.intervalMs, notPinned };
  }

  async stop({ id, channel }: { readonly id: string; readonly channel: string }) {
    const { store, worker, clock } = this.deps;
    const outcome = await retryOnConflict(async () => {
      const stored = (await store.all()).get(id);
      if (stored === undefined || stored.followed.channel !== channel) return 'unknown';
      if (stored.followed.phase === 'ended') return 'unknown';
      if (stored.followed.phase === 'ending') return 'soon';
      const put = await store.put(stored, ending(stored.followed, 'stopped', clock.now()));
      return put === null ? 'conflict' : 'put';
    });
    if (outcome === 'conflict') return 'soon';
    if (outcome !== 'put') return outcome;
    const done = await worker.handle(id);
    worker.wake();
    return done?.followed.phase === 'ended' ? 'stopped' : 'soon';
  }

  private async join(
    existing: StoredFollowed,
    { userId, kind }: FollowRequest,
  ): Promise<FollowResult | 'conflict'> {
    const { followed } = existing;
    const { endsAt } = followed;
    if (kind !== 'session' || followed.followers.includes(userId)) return { kind: 'already', endsAt };
    const joined = { ...followed, followers: [...followed.followers, userId] };
    return (await this.deps.store.put(existing, joined)) === null ? 'conflict' : { kind: 'joined', endsAt };
  }

  private newOne({ channel, line, kind, userId }: FollowRequest, before: Followed | null): Followed {
    const now = this.deps.clock.now();
    const lastsMs = LASTS_MS[kind];
    const isLeft = before !== null && before.phase === 'ending';
    return {
      ...{ channel, line, kind, by: userId },
      followers: kind === 'session' ? [userId] : [],
      startedAt: now,
      endsAt: lastsMs === null ? null : addMs(now, lastsMs),
      notPinned: null,
      // One that Slack did not let say that it has ended goes on.
      message: isLeft ? before.message : null,
      posting: isLeft ? before.posting : (before?.posting ?? 0) + 1,
      inDoubtSince: null,
      phase: 'active',
      end: null,
      missingSince: null,
      dueAt: now,
      takenUntil: null,
      claimedBy: this.deps.instanceId,
      revision: 0,
      failures: 0,
      toTell: [],
      result: null,
    };
  }
}
