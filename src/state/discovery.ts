import { type Env, literally, MODES, placeId, placeOf, type Target } from './keys';
import { type FoundRecords, RecordCollector } from './records/found';
import { recordAt } from './records/keys';
import type { StateStore } from './store';

/** What one scan of the keyspace found. */
export interface DiscoveredKeys {
  /** Every trader that has a key. */
  readonly targets: readonly Target[];
  /** orders:* and execution:* keys under live:*; at most 200 a target, whichever came first. */
  readonly realOrderKeys: readonly { readonly target: Target; readonly key: string }[];
  /** The records of each trader that has some. */
  readonly records: readonly FoundRecords[];
  /** v2:{env}:{run_id}:control:state. */
  readonly controlKeys: readonly { readonly env: Env; readonly runId: string; readonly key: string }[];
}

const ORDER_KEYS_A_TARGET = 200;

/** Matches the keys of all traders and control states, of whatever env, prefix and run. */
const PATTERN = '[lpsv]*:*';

/**
 * Scans the names of all keys, and reads none. Throws the signal's reason, or StateUnavailableError, also where another
 * Redis took over meanwhile: then scan again.
 */
export async function discover(
  store: StateStore,
  prefixes: readonly string[],
  signal?: AbortSignal,
): Promise<DiscoveredKeys> {
  const ofTrader = traderKeyReader(prefixes);
  const targets = new Map<string, Target>();
  const records = new Map<string, RecordCollector>();
  const orders = new Map<string, Map<string, Target>>();
  const controls = new Map<string, DiscoveredKeys['controlKeys'][number]>();
  for await (const keys of store.scan(PATTERN)) {
    signal?.throwIfAborted();
    for (const key of keys) {
      const found = ofTrader(key);
      if (found === null) {
        const control = controlOf(key);
        if (control !== null) controls.set(key, control);
        continue;
      }
      const { target, rest } = found;
      const id = placeId(placeOf(target, ''));
      targets.set(id, target);
      const record = recordAt(key, rest);
      if (record === null) continue;
      const collector = records.get(id) ?? new RecordCollector(target);
      records.set(id, collector);
      collector.add(record);
      if (target.mode !== 'live' || !['orders', 'execution'].includes(record.kind)) continue;
      const own = orders.get(id) ?? new Map<string, Target>();
      orders.set(id, own);
      if (own.size < ORDER_KEYS_A_TARGET) own.set(key, target);
    }
  }
  return {
    targets: [...targets.values()],
    realOrderKeys: [...orders.values()].flatMap((own) => [...own].map(([key, target]) => ({ target, key }))),
    records: [...records.values()].map((collector) => collector.found()),
    controlKeys: [...controls.values()],
  };
}

const CONTROL = /^v2:(.+):([^:]+):control:state$/s;

function controlOf(key: string): DiscoveredKeys['controlKeys'][number] | null {
  const [, env, runId] = CONTROL.exec(key) ?? [];
  return env === undefined || runId === undefined ? null : { env, runId, key };
}

/**
 * Parses `{mode}:{env}:{prefix}:{rest}`; null for any other key. An env may contain colons and ends at the first
 * `:{prefix}:`; no key can tell an env that contains `:{prefix}:` itself from a shorter one.
 */
function traderKeyReader(
  prefixes: readonly string[],
): (key: string) => { readonly target: Target; readonly rest: string } | null {
  const longestFirst = [...prefixes].sort((a, b) => b.length - a.length).map(literally);
  const trader = new RegExp(`^(${MODES.join('|')}):(.+?):(${longestFirst.join('|')}):`, 's');
  return (key) => {
    const [start = '', word, env, prefix] = trader.exec(key) ?? [];
    const mode = MODES.find((each) => each === word);
    if (mode === undefined || env === undefined || prefix === undefined) return null;
    return { target: { prefix, mode, env }, rest: key.slice(start.length) };
  };
}
