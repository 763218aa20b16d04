import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { retryOnConflict } from '../lib/retryOnConflict';
import { instant } from '../lib/time';
import type { SharedTexts } from '../storage/sharedTexts';
import { decodeFollowed, encodeFollowed, type Followed, followedId } from './followed';
import { hasRoom, MOST_A_MINUTE } from './interval';

/** The hash in which all instances keep them, by id. */
export const FOLLOWED_NAME = 'followed';
/** What was posted or changed in the last minute, in the same hash. */
export const BUDGET_FIELD = ':budget';

const KEPT_MS = 30 * 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** `by`: which instance wrote it, so that no two write the same. */
const budgetSchema = z.object({ used: z.array(instant), pausedUntil: instant.nullable(), by: z.string() });

/** A followed message as it was read: what is written in its place is compared with that. */
export interface StoredFollowed {
  readonly followed: Followed;
  readonly text: string;
}

/** What all instances keep of followed messages. Every method throws StateUnavailableError and SharedTextsRefusedError. */
export class FollowStore {
  private last: ReadonlyMap<string, StoredFollowed> = new Map();

  constructor(
    private readonly texts: SharedTexts,
    private readonly instanceId: string,
  ) {}

  /** Those that are followed, and those that ended of late, by id; what this version cannot read is left out. */
  async all(): Promise<ReadonlyMap<string, StoredFollowed>> {
    const all = await this.texts.all(FOLLOWED_NAME);
    const stored = new Map(
      [...all].flatMap(([id, text]) => {
        const one = id === BUDGET_FIELD ? null : this.decoded(id, text);
        return one === null ? [] : [[id, one] as const];
      }),
    );
    this.last = stored;
    return stored;
  }

  /** Most are as they were a second ago. */
  private decoded(id: string, text: string): StoredFollowed | null {
    const last = this.last.get(id);
    if (last?.text === text) return last;
    const followed = decodeFollowed(text);
    return followed === null ? null : { followed, text };
  }

  /** Null where another instance was faster. */
  async put(before: StoredFollowed | null, changed: Followed): Promise<StoredFollowed | null> {
    const revision = Math.max(before?.followed.revision ?? 0, changed.revision) + 1;
    const next = { ...changed, revision };
    const text = encodeFollowed(next);
    const [isStored] = await this.texts.swap([
      {
        name: FOLLOWED_NAME,
        field: followedId(next),
        expected: before?.text ?? null,
        text,
        keptForMs: KEPT_MS,
      },
    ]);
    return isStored ? { followed: next, text } : null;
  }

  forget(ids: readonly string[]): Promise<void> {
    return this.texts.remove(FOLLOWED_NAME, ids);
  }

  /** Whether one more may be posted or changed now; if so, it counts. `promised`: the changes for which room must be left. */
  async spend(now: Date, promised: readonly Date[] = []): Promise<boolean> {
    const outcome = await retryOnConflict(async () => {
      const { before, budget } = await this.budget(now);
      const isPaused = budget.pausedUntil !== null && budget.pausedUntil > now;
      if (isPaused || budget.used.length >= MOST_A_MINUTE) return false;
      if (promised.length > 0 && !hasRoom(now, budget.used, promised)) return false;
      return (await this.putBudget(before, { ...budget, used: [...budget.used, now] })) || 'conflict';
    });
    return outcome === true;
  }

  /** Slack has said to wait: nobody posts or changes one before. */
  async pause(now: Date, until: Date): Promise<void> {
    await retryOnConflict(async () => {
      const { before, budget } = await this.budget(now);
      return (await this.putBudget(before, { ...budget, pausedUntil: until })) || 'conflict';
    });
  }

  private async budget(now: Date) {
    const [before = null] = await this.texts.get([{ name: FOLLOWED_NAME, field: BUDGET_FIELD }]);
    const read = before === null ? null : (budgetSchema.safeParse(parseJson(before)).data ?? null);
    // What is from the future is of a clock that was set back.
    const used = (read?.used ?? []).filter((at) => at <= now && now.getTime() - at.getTime() < MINUTE_MS);
    return { before, budget: { used, pausedUntil: read?.pausedUntil ?? null, by: this.instanceId } };
  }

  private async putBudget(expected: string | null, budget: z.output<typeof budgetSchema>): Promise<boolean> {
    const text = JSON.stringify(z.encode(budgetSchema, budget));
    const [isStored = false] = await this.texts.swap([
      { name: FOLLOWED_NAME, field: BUDGET_FIELD, expected, text, keptForMs: KEPT_MS },
    ]);
    return isStored;
  }
}
