import { isoformat } from '../../sandbox/demo/pythonText';
import type { Clock } from '../../src/lib/clock';
import { MODES, placeId } from '../../src/state/keys';
import type { StateStore } from '../../src/state/store';
import { OWN_WORDS } from './characters';
import { committing, type Mutant, mutant } from './mutant';
import { MINUTE } from './plan';

const PORTFOLIO = /:portfolio:state$/;
const HEARTBEAT = /:heartbeat:(trader|live_trader)$/;
/** No trader of a scenario gives a sign of life a longer TTL, in ms. */
const LONGEST_TTL_MS = 10 * MINUTE;

const timeOf = (clock: Clock): string => isoformat(clock.now());

/** Faults in what is taken for a sign of life, of which each must be found out. */
export const SIGN_MUTANTS: readonly Mutant[] = [
  mutant('takes a TTL for a proof of life', {
    firstSeed: 2,
    firstDays: 1,
    store: withKeysThatLive,
  }),
  mutant('lets a component that is left over mask the live one', {
    firstSeed: 18,
    firstDays: 2,
    store: withMaskedHeartbeats,
  }),
  mutant('takes a portfolio that has expired for life', {
    firstDays: 2,
    store: withLastingPortfolios,
  }),
  mutant('never reports a trader that was dead at the start', {
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.filter(({ text }) => !text.includes('"waitedSince":"')),
    })),
  }),
  mutant('reports a trader that was dead at the start without evidence', {
    config: (config) => {
      const envs = [...(config.decide.directory?.envs ?? []), ...OWN_WORDS];
      const ids = MODES.flatMap((mode) => envs.map((env) => placeId({ mode, env })));
      const targets = new Map(ids.map((id) => [id, { signs: null }]));
      return { ...config, decide: { ...config.decide, targets } };
    },
  }),
  mutant('reports a heartbeat that is missing as a death', {
    firstDays: 1,
    alertStore: committing((change) => ({
      ...change,
      enqueue: change.enqueue.map((put) => ({
        ...put,
        id: put.id.replace('no_heartbeat', 'no_sign_of_life'),
        text: put.text
          .replaceAll('no_heartbeat', 'no_sign_of_life')
          .replaceAll('"lastHeartbeat"', '"lastSign"'),
      })),
    })),
  }),
];

/** As long as a key is there that expires some time, its text is another at each reading. */
function withKeysThatLive(store: StateStore, clock: Clock): StateStore {
  return {
    ...store,
    async string(key) {
      const text = await store.string(key);
      if (text === null || !HEARTBEAT.test(key)) return text;
      return (await store.ttlMs(key)) === null ? text : timeOf(clock);
    },
    async hash(key, wanted) {
      const fields = await store.hash(key, wanted);
      if (fields === null || !PORTFOLIO.test(key)) return fields;
      return (await store.ttlMs(key)) === null ? fields : new Map(fields).set('timestamp', timeOf(clock));
    },
  };
}

/** A component's heartbeat is not there while another's is that expires late, or never. */
function withMaskedHeartbeats(store: StateStore): StateStore {
  return {
    ...store,
    async string(key) {
      const [, component] = HEARTBEAT.exec(key) ?? [];
      if (component === undefined) return store.string(key);
      const other = key.replace(HEARTBEAT, `:heartbeat:${component === 'trader' ? 'live_trader' : 'trader'}`);
      const [text, isThere, ttlMs] = await Promise.all([
        store.string(key),
        store.string(other),
        store.ttlMs(other),
      ]);
      return isThere !== null && (ttlMs === null || ttlMs > LONGEST_TTL_MS) ? null : text;
    },
  };
}

/** A portfolio that was there once is there for ever, and is always new. */
function withLastingPortfolios(store: StateStore, clock: Clock): StateStore {
  const last = new Map<string, ReadonlyMap<string, string>>();
  return {
    ...store,
    async hash(key, wanted) {
      const fields = await store.hash(key, wanted);
      if (!PORTFOLIO.test(key)) return fields;
      if (fields !== null) last.set(key, fields);
      const known = fields ?? last.get(key) ?? null;
      return fields ?? (known && new Map(known).set('timestamp', timeOf(clock)));
    },
  };
}
