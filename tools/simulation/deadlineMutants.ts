import { CheckLoop, type CheckLoopDeps } from '../../src/jobs/checks/checkLoop';
import { DeadlineClock } from '../../src/jobs/checks/deadlineClock';
import type { AlertStore, Changeset } from '../../src/storage/alertStore';
import { type Mutant, mutant } from './mutant';

/** In ms. */
const LATE_MS = 10_000;

/** Changes a method of a class while a scenario runs. */
const planting =
  <T extends object, K extends keyof T>(prototype: T, name: K, change: (before: T[K]) => T[K]) =>
  (): (() => void) => {
    const before = prototype[name];
    prototype[name] = change(before);
    return () => {
      prototype[name] = before;
    };
  };

type Due = ReturnType<DeadlineClock['due']>;

const changingDue = (change: (due: Due) => Due) =>
  planting(
    DeadlineClock.prototype,
    'due',
    (due) =>
      function (this: DeadlineClock) {
        return change(due.call(this));
      },
  );

/** Faults in when it is checked, of which each must be found out. */
export const DEADLINE_MUTANTS: readonly Mutant[] = [
  mutant('checks ten seconds late what is due', {
    firstSeed: 34,
    plant: changingDue(({ atMs, scope }) => ({ atMs: atMs + LATE_MS, scope })),
  }),
  mutant('asks again and again for what was due', {
    firstSeed: 86,
    plant: planting(DeadlineClock.prototype, 'due', (due) => {
      let asked = 0;
      return function (this: DeadlineClock) {
        asked += 1;
        return { ...due.call(this), atMs: asked / 1e6 };
      };
    }),
  }),
  mutant('observes none of those that are due', {
    firstSeed: 34,
    plant: changingDue(({ atMs, scope }) => ({ atMs, scope: scope && new Set() })),
  }),
  mutant('waits with each check until nothing has changed for an interval', {
    firstSeed: 417,
    firstDays: 3,
    plant: planting(
      CheckLoop.prototype,
      'wake',
      (wake) =>
        function (this: CheckLoop) {
          const loop = this as unknown as Record<'lastRegularMs' | 'readyAtMs', number> & {
            readonly deps: CheckLoopDeps;
          };
          const { clock, everyMs } = loop.deps;
          loop.lastRegularMs = clock.monotonicMs();
          loop.readyAtMs = loop.lastRegularMs + everyMs();
          wake.call(this);
        },
    ),
  }),
  mutant('sends what two instances find at one deadline under two ids', {
    firstSeed: 25,
    alertStore: (alertStore) => ({
      ...alertStore,
      async commit(change) {
        const isFirst = await alertStore.commit(change);
        if (!isFirst) await sendAnyway(alertStore, change);
        return isFirst;
      },
    }),
  }),
];

/** Stores the deaths of a change that came second, as of a ms later. */
async function sendAnyway(alertStore: AlertStore, { enqueue }: Changeset): Promise<void> {
  const deaths = enqueue.filter(({ id }) => /^no_sign_of_life:[^/]*$/.test(id));
  const stored = await alertStore.load();
  if (deaths.length === 0 || stored === null) return;
  await alertStore.commit({
    ...{ from: stored.version, records: new Map(), cancel: [], audit: [], messages: [] },
    enqueue: deaths.map(({ id, text }) => {
      const other = id.replace(/\d+$/, (ms) => `${Number(ms) + 1}`);
      return { id: other, text: text.replaceAll(id, other) };
    }),
  });
}
