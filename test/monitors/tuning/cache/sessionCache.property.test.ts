import fc from 'fast-check';
import { SessionCache } from '../../../../src/monitors/tuning/cache/sessionCache';
import { findSessions, type SessionSearch } from '../../../../src/monitors/tuning/sessionFinder';
import type { SessionProgress } from '../../../../src/monitors/tuning/sessionProgress';
import { DEFAULT_TUNING_SETTINGS } from '../../../../src/monitors/tuning/settings';
import { MemoryStore } from '../../../../src/state/stores/memoryStore';
import { type SettableClock, settableClock } from '../../../helpers/clock';
import { keptLog } from '../../../helpers/log';
import { iterationKey, jobKey, writeIteration, writeJob } from '../../../helpers/tuningState';

const RUNS = 100;

/** A Redis in memory that answers one question after the other, and each only when it is let. */
class Dawdling extends MemoryStore {
  private readonly line: (() => void)[] = [];
  hurries = true;

  override hash(key: string) {
    return this.inTurn(() => super.hash(key));
  }

  override ttlMs(key: string) {
    return this.inTurn(() => super.ttlMs(key));
  }

  override async *scan(pattern: string) {
    for (const batch of await this.inTurn(() => collected(super.scan(pattern)))) {
      for (let from = 0; from < batch.length; from += 3) {
        await this.inTurn(async () => undefined);
        yield batch.slice(from, from + 3);
      }
    }
  }

  override async track(...args: Parameters<MemoryStore['track']>) {
    const subscription = await super.track(...args);
    return {
      get isBroken() {
        return subscription.isBroken;
      },
      sync: () => this.inTurn(() => subscription.sync()),
      stop: () => subscription.stop(),
    };
  }

  /** Lets it answer so many questions that wait now. */
  step(questions: number): void {
    for (const answer of this.line.splice(0, questions)) answer();
  }

  hurry(): void {
    this.hurries = true;
    this.step(Number.POSITIVE_INFINITY);
  }

  private async inTurn<T>(answer: () => Promise<T>): Promise<T> {
    if (!this.hurries) await new Promise<void>((resolve) => this.line.push(resolve));
    return answer();
  }
}

async function collected<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

interface World {
  readonly clock: SettableClock;
  readonly store: Dawdling;
}

const session = fc.constantFrom('a', 'ab', 'a:worker:x', '80a9c657');
const worker = fc.constantFrom('w1', 'x:iteration:1');
const namespace = fc.constantFrom('tuning:docker:paper', 'tuning:docker:live');
const place = fc.record({
  session,
  worker,
  namespace,
  n: fc.integer({ min: 1, max: 3 }),
  suffix: fc.constantFrom('', '', ':again'),
});
const fields = fc.record(
  {
    status: fc.constantFrom('completed', 'completed', 'failed', 'running', null),
    timestamp: fc.constantFrom('2026-11-22T07:10:00', '2026-11-22T07:00:00.5', '2026-11-22T09:30:00', 'soon'),
    session_id: fc.constantFrom('a', 'elsewhere', null),
    score: fc.constant('0.5'),
  },
  { requiredKeys: [] },
);
const job = fc.record({
  id: fc.constantFrom('j1', 'j2', 'x:job:y'),
  session,
  env: fc.constantFrom('docker', 'local'),
  mode: fc.constantFrom('paper', 'live', 'warp', null),
  status: fc.constantFrom('SUCCESS', 'FAILED'),
  worker_id: fc.option(worker),
  // Before, between and after the iterations.
  ...{ started_at: time('06:50', '07:05', '09:00'), finished_at: time('07:01', '07:10', '09:20') },
});

function time(...all: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...all.map((each) => `2026-11-22T${each}:00`), 'late');
}

type Change = (world: World) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 30, arbitrary: fc.tuple(place, fields).map(written) },
  {
    weight: 10,
    arbitrary: place.map(
      (at) =>
        ({ store }: World) =>
          void store.delete(keyOf(at)),
    ),
  },
  {
    weight: 1,
    arbitrary: place.map(
      (at) =>
        ({ store }: World) =>
          store.set(keyOf(at), 'a string'),
    ),
  },
  { weight: 6, arbitrary: fc.tuple(place, fc.integer({ min: 1, max: 9_000 })).map(expiring) },
  { weight: 8, arbitrary: job.map(ended) },
  {
    weight: 1,
    arbitrary: job.map(
      (at) =>
        ({ store }: World) =>
          void store.delete(jobKey(at.id, at)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 9_000 }).map(
      (ms) =>
        ({ clock }: World) =>
          clock.advance(ms),
    ),
  },
  { weight: 1, arbitrary: fc.constant(({ clock }: World) => clock.advance(600_000)) },
  { weight: 1, arbitrary: fc.constant(({ store }: World) => store.clear()) },
);

const keyOf = ({ n, ...at }: typeof place extends fc.Arbitrary<infer At> ? At : never): string =>
  iterationKey(n, at);

function written([{ n, ...at }, changed]: [
  Parameters<typeof keyOf>[0],
  Record<string, string | null>,
]): Change {
  return ({ store }) => {
    store.delete(iterationKey(n, at));
    writeIteration(store, n, { ...at, fields: changed });
  };
}

function expiring([at, ttlMs]: [Parameters<typeof keyOf>[0], number]): Change {
  return ({ store }) => void store.expire(keyOf(at), ttlMs);
}

function ended({
  id,
  session,
  env,
  ...fields
}: typeof job extends fc.Arbitrary<infer Job> ? Job : never): Change {
  return ({ store }) => {
    store.delete(jobKey(id, { session, env }));
    writeJob(store, id, { session, env, fields });
  };
}

const search: fc.Arbitrary<SessionSearch> = fc.record(
  {
    startsWith: fc.constantFrom('', 'a', 'ab', 'a:worker:x', '8', 'none'),
    env: fc.constantFrom('docker', 'local'),
    mode: fc.constantFrom('paper', 'live'),
  },
  { requiredKeys: ['startsWith'] },
);

/** When they are looked at: what counts of a session that was run again changes with the time, too. */
const MOMENTS = [new Date('2026-11-22T07:12:00Z'), new Date('2026-11-22T09:50:00Z')] as const;

const told = (found: readonly SessionProgress[], moments: readonly Date[] = MOMENTS) =>
  found
    .flatMap((progress) => moments.map((at) => progress.snapshot(10, at)))
    .sort((a, b) =>
      JSON.stringify([a.sessionId, a.env, a.mode]) < JSON.stringify([b.sessionId, b.env, b.mode]) ? -1 : 1,
    );

const cold = async ({ store }: World, what: SessionSearch) =>
  told(await findSessions(store, DEFAULT_TUNING_SETTINGS, what));

function worldWith(maxCachedRecords: number): { world: World; warm: SessionCache } {
  const clock = settableClock();
  const store = new Dawdling(clock);
  const deps = { store, tracking: store, clock, log: keptLog().log, maxCachedRecords };
  return { world: { clock, store }, warm: new SessionCache(deps, DEFAULT_TUNING_SETTINGS) };
}

/** From so few that every session is evicted, to so many that none is. */
const maxCachedRecords = fc.constantFrom(1, 6, 1_000);

test('Whatever changes in between, each result is what a scan of the whole keyspace says at that time', async () => {
  const steps = fc.array(
    fc.oneof(
      change.map((apply) => ({ apply })),
      search.map((ask) => ({ ask })),
    ),
    { maxLength: 60, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(maxCachedRecords, steps, async (held, all) => {
      const { world, warm } = worldWith(held);
      for (const step of all) {
        if ('apply' in step) step.apply(world);
        else expect(told(await warm.find(step.ask))).toEqual(await cold(world, step.ask));
      }
    }),
    { numRuns: RUNS },
  );
});

test('Whatever changes while results are computed, the next result contains it', async () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: change.map((apply) => ({ apply })) },
    { weight: 1, arbitrary: search.map((ask) => ({ ask })) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }).map((answers) => ({ answers })) },
  );
  await fc.assert(
    fc.asyncProperty(
      maxCachedRecords,
      fc.array(step, { maxLength: 60, size: 'max' }),
      search,
      async (held, all, last) => {
        const { world, warm } = worldWith(held);
        const { store } = world;
        store.hurries = false;
        const asked: Promise<unknown>[] = [];
        for (const step of all) {
          if ('apply' in step) step.apply(world);
          else if ('ask' in step) asked.push(warm.find(step.ask));
          else store.step(step.answers);
          await turns();
        }
        store.hurry();
        expect(told(await warm.find(last))).toEqual(await cold(world, last));
        await Promise.all(asked);
      },
    ),
    { numRuns: RUNS },
  );
});

test('Of what is only ever added, a result contains everything from before the request, and nothing from after the response', async () => {
  const added = fc.record({ session, worker, n: fc.integer({ min: 1, max: 40 }) });
  const step = fc.oneof(
    { weight: 3, arbitrary: added.map((add) => ({ add })) },
    { weight: 1, arbitrary: fc.constant({ ask: true }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 8 }).map((answers) => ({ answers })) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (all) => {
      const { world, warm } = worldWith(1_000);
      const { store } = world;
      const written = new Set<string>();
      store.hurries = false;
      const asked: Promise<void>[] = [];
      for (const step of all) {
        if ('add' in step) {
          writeIteration(store, step.add.n, step.add);
          written.add(iterationKey(step.add.n, step.add));
        } else if ('ask' in step) {
          const atLeast = written.size;
          const answered = warm.find({ startsWith: '' }).then((found) => {
            const completed = told(found, [new Date(0)]).reduce(
              (sum, { completedIterations }) => sum + completedIterations,
              0,
            );
            expect(completed).toBeGreaterThanOrEqual(atLeast);
            expect(completed).toBeLessThanOrEqual(written.size);
          });
          asked.push(answered);
        } else store.step(step.answers);
        await turns();
      }
      store.hurry();
      await Promise.all(asked);
    }),
    { numRuns: RUNS },
  );
});
