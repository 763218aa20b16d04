import { liveStatusText, type PlainTextOptions, tuningStatusText } from '../../formatters';
import { type Known, readKnown } from '../alerts';
import type { Clock } from '../clock';
import type { WatchConfig } from '../config';
import type { SessionFinder } from '../monitors/sessionFinder';
import { TuningStatusMonitor } from '../monitors/tuningStatusMonitor';
import { StateUnavailableError } from '../state/errors';
import type { AskEviction } from '../state/eviction';
import type { Ledger } from '../state/ledger';
import type { StateStore } from '../state/store';
import { TargetStates } from '../status/targetStates';
import { firstReading, unlessAborted, waited } from './reading';
import { type Output, Screen } from './screen';
import { targetJson } from './targetJson';
import type { WatchOptions } from './watchOptions';

export interface WatchDeps {
  readonly store: StateStore;
  /** Finds tuning sessions, in place of one SCAN of the keyspace each time. */
  readonly sessions?: SessionFinder;
  /** Where a bot that watches stores what it knows. */
  readonly ledger?: Pick<Ledger, 'read'>;
  /** Whether Redis evicts keys; nobody knows unless given. */
  readonly eviction?: AskEviction;
  readonly clock: Clock;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The first reading is tried again for so many ms where Redis cannot be reached; 5 s unless given. */
  readonly patienceMs?: number;
}

/**
 * Shows a target once, or again and again until the signal. Resolves to the exit code: 0, or 1 when the state could
 * not be read, or the signal came before the one reading. While repeating, only the first reading must succeed, within
 * some 5 s where Redis cannot be reached; a later failure is told and tried again.
 */
export async function watch(options: WatchOptions, config: WatchConfig, deps: WatchDeps): Promise<number> {
  const read = reader(options, config, deps);
  const screen = new Screen(deps.stdout);
  for (let first = true; ; first = false) {
    try {
      const text = await (first ? firstReading(read, deps) : unlessAborted(read(), deps.signal));
      if (options.json || options.intervalS === null) screen.print(text);
      else screen.show(text);
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
  const states = new TargetStates({ ...deps, live: config.live, stored: () => storedState(deps) });
  return async () => {
    const [view] = await states.of([{ mode: target, env }]);
    if (view === undefined) throw new Error('A target that was asked for has no state');
    return json ? JSON.stringify(targetJson(view)) : liveStatusText(view, text);
  };
}

/** What a bot that watches the same traders has stored; null where none does, or its store cannot be read. */
async function storedState({ ledger }: WatchDeps): Promise<Known | null> {
  try {
    const stored = (await ledger?.read()) ?? null;
    return stored === null ? null : readKnown(stored.known).known;
  } catch (error) {
    if (error instanceof StateUnavailableError) return null;
    throw error;
  }
}

const cannotRead = (error: StateUnavailableError): string =>
  `The traders' state cannot be read: ${error.message} (since ${error.since.toISOString()}).`;
