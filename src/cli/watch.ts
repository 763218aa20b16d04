import { setTimeout as delay } from 'node:timers/promises';
import { liveStatusText, type PlainTextOptions, tuningStatusText } from '../../formatters';
import type { Clock } from '../clock';
import type { WatchConfig } from '../config';
import { LiveStatusMonitor } from '../monitors/liveStatusMonitor';
import type { SessionFinder } from '../monitors/sessionFinder';
import { TuningStatusMonitor } from '../monitors/tuningStatusMonitor';
import { StateUnavailableError } from '../state/errors';
import type { StateStore } from '../state/store';
import { type Output, Screen } from './screen';
import type { WatchOptions } from './watchOptions';

export interface WatchDeps {
  readonly store: StateStore;
  /** Finds tuning sessions, in place of one SCAN of the keyspace each time. */
  readonly sessions?: SessionFinder;
  readonly clock: Clock;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Shows a target once, or again and again until the signal. Resolves to the exit code: 0, or 1 when the state could
 * not be read, or the signal came before the one reading. While repeating, only the first reading must succeed; a later
 * failure is told and tried again.
 */
export async function watch(options: WatchOptions, config: WatchConfig, deps: WatchDeps): Promise<number> {
  const read = reader(options, config, deps);
  const screen = new Screen(deps.stdout);
  for (let first = true; ; first = false) {
    try {
      screen.show(await unlessAborted(read(), deps.signal));
      if (options.json) screen.keep();
    } catch (error) {
      if (deps.signal.aborted && error === deps.signal.reason) return options.intervalS === null ? 1 : 0;
      if (!(error instanceof StateUnavailableError)) throw error;
      deps.stderr.write(`${cannotRead(error)}\n`);
      screen.keep();
      if (first || options.intervalS === null) return 1;
    }
    if (options.intervalS === null || !(await waited(options.intervalS * 1000, deps.signal))) return 0;
  }
}

/** Reads the target, and tells it as the person asked. */
function reader(options: WatchOptions, config: WatchConfig, deps: WatchDeps): () => Promise<string> {
  const text: PlainTextOptions = { demo: false, currency: config.currency, zone: deps.zone };
  const { target, env, mode, sessionId, totalIterations, json } = options;
  if (target === 'tuning') {
    const monitor = new TuningStatusMonitor(deps, sessionId ?? '', totalIterations, env, mode, config.tuning);
    return async () => {
      const snapshot = await monitor.snapshot();
      return json ? JSON.stringify(snapshot) : tuningStatusText(snapshot, text);
    };
  }
  const monitor = new LiveStatusMonitor(deps, target, env, config.live);
  return async () => {
    const snapshot = await monitor.snapshot();
    return json ? JSON.stringify(snapshot) : liveStatusText(snapshot, text);
  };
}

const cannotRead = (error: StateUnavailableError): string =>
  `The traders' state cannot be read: ${error.message} (since ${error.since.toISOString()}).`;

/** What the reading tells; rejects with the signal's reason when the signal comes first. */
const unlessAborted = <T>(reading: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** False when the signal came first. */
const waited = (ms: number, signal: AbortSignal): Promise<boolean> =>
  delay(ms, true, { signal }).catch(() => false);
