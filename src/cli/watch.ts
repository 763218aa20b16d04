import {
  isAllSilent,
  liveStatusText,
  type PlainTextOptions,
  targetFaultText,
  tuningStatusText,
} from '../../formatters';
import { type AlertState, decodeState } from '../alerting';
import { TargetStates } from '../alerting/targetStates';
import type { MonitorConfig } from '../config';
import type { Clock } from '../lib/clock';
import { scanRealOrders } from '../monitors/orders/scanRealOrders';
import type { SessionFinder } from '../monitors/tuning/sessionFinder';
import { TuningStatusMonitor } from '../monitors/tuning/tuningStatusMonitor';
import { StateUnavailableError } from '../redis/errors';
import type { AskEviction } from '../redis/eviction';
import { discover } from '../state/discovery';
import { type Place, placeId, placeOf } from '../state/keys';
import type { StateStore } from '../state/store';
import { unknownTarget } from '../state/unknownTarget';
import type { AlertStore } from '../storage/alertStore';
import { readWithRetry, sleepUnlessAborted, withAbort } from './readWithRetry';
import { type Output, Screen } from './screen';
import { targetJson } from './targetJson';
import { type WatchOptions, WatchUsageError } from './watchOptions';

export interface WatchDeps {
  readonly store: StateStore;
  /** Without it, each reading of a tuning session takes a SCAN of the keyspace. */
  readonly sessions?: SessionFinder;
  /** Where a running bot stores the alert state. */
  readonly alertStore?: Pick<AlertStore, 'load'>;
  readonly eviction?: AskEviction;
  readonly clock: Clock;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The first reading is retried for so many ms where Redis cannot be reached; 5 s unless given. */
  readonly retryForMs?: number;
}

/**
 * Shows a target once, or repeatedly until the signal aborts. Resolves to the exit code: 0, or 1 when the state could not
 * be read, or the signal aborted before the only reading. When repeating, only the first reading must succeed; a later
 * failure is shown and retried.
 */
export async function watch(options: WatchOptions, config: MonitorConfig, deps: WatchDeps): Promise<number> {
  const read = reader(options, config, deps);
  const screen = new Screen(deps.stdout);
  for (let first = true; ; first = false) {
    try {
      const text = await (first ? readWithRetry(read, deps) : withAbort(read(), deps.signal));
      if (options.json || options.intervalS === null) screen.print(text);
      else screen.show(text);
    } catch (error) {
      if (deps.signal.aborted && error === deps.signal.reason) return options.intervalS === null ? 1 : 0;
      if (!(error instanceof StateUnavailableError)) throw error;
      deps.stderr.write(`${cannotRead(error)}\n`);
      screen.commit();
      if (first || options.intervalS === null) return 1;
    }
    if (options.intervalS === null || !(await sleepUnlessAborted(options.intervalS * 1000, deps.signal)))
      return 0;
  }
}

/** Reads the target, as the text or JSON to show. */
function reader(options: WatchOptions, config: MonitorConfig, deps: WatchDeps): () => Promise<string> {
  const text: PlainTextOptions = {
    demo: false,
    currency: config.currency,
    currencies: config.currencies,
    zone: deps.zone,
    docsUrl: config.docsUrl,
  };
  const { target, env, mode, sessionId, totalIterations, json } = options;
  const otherPrefix = otherPrefixOf(options, config);
  const keyPrefix = otherPrefix ?? config.live.keyPrefix;
  if (target === 'tuning') {
    const monitor = new TuningStatusMonitor(deps, sessionId ?? '', totalIterations, env, mode, {
      ...config.tuning,
      keyPrefix,
    });
    return async () => {
      const snapshot = await monitor.snapshot();
      return json ? JSON.stringify(snapshot) : tuningStatusText(snapshot, text);
    };
  }
  const states = new TargetStates({
    ...deps,
    live: () => config.live,
    stored: () => storedState(deps),
    configured: () => config.targets,
    lastRealOrder: (place) => realOrderOf(place, config, deps),
  });
  let isFirst = true;
  return async () => {
    const place = otherPrefix === undefined ? { mode: target, env } : { mode: target, env, otherPrefix };
    const [view] = await states.of([place]);
    if (view === undefined) throw new Error('The requested target has no state');
    if (isFirst && isAllSilent(view)) deps.stderr.write(await existingInstead(place, config, deps));
    isFirst = false;
    return json ? JSON.stringify(targetJson(view, text)) : liveStatusText(view, text);
  };
}

/** Only a live trader can send real orders. */
async function realOrderOf(
  { mode, env, otherPrefix }: Place,
  { live }: MonitorConfig,
  { store, clock }: WatchDeps,
): Promise<Date | null> {
  const prefix = otherPrefix ?? live.keyPrefix;
  return mode === 'live' ? scanRealOrders(store, { prefix, mode, env }, clock) : null;
}

/** Throws WatchUsageError for a prefix that is not configured. */
function otherPrefixOf({ prefix }: WatchOptions, { directory }: MonitorConfig): string | undefined {
  const { prefixes } = directory;
  if (prefix === null || prefix === prefixes[0]) return undefined;
  if (prefixes.includes(prefix)) return prefix;
  throw new WatchUsageError(`--prefix ${prefix} is not one of STATE_KEY_PREFIX: ${prefixes.join(', ')}`);
}

/** A line about the existing traders, in case an env was mistyped; empty where the target exists, or Redis cannot tell. */
async function existingInstead(
  place: Place,
  { directory }: MonitorConfig,
  { store, signal }: WatchDeps,
): Promise<string> {
  const [firstPrefix = ''] = directory.prefixes;
  try {
    const { targets } = await discover(store, directory.prefixes, signal);
    const existing = targets.map((target) => placeOf(target, firstPrefix)).sort(byName);
    const isThere = existing.some((each) => placeId(each) === placeId(place));
    return isThere ? '' : `${targetFaultText(unknownTarget(place, existing))}\n`;
  } catch (error) {
    if (error instanceof StateUnavailableError || signal.aborted) return '';
    throw error;
  }
}

const byName = (a: Place, b: Place): number => (placeId(a) < placeId(b) ? -1 : 1);

/** The alert state that a running bot has stored; null where there is none, or it cannot be read. */
async function storedState({ alertStore }: WatchDeps): Promise<AlertState | null> {
  try {
    const stored = (await alertStore?.load()) ?? null;
    return stored === null ? null : decodeState(stored.records).state;
  } catch (error) {
    if (error instanceof StateUnavailableError) return null;
    throw error;
  }
}

const cannotRead = (error: StateUnavailableError): string =>
  `The traders' state cannot be read: ${error.message} (since ${error.since.toISOString()}).`;
