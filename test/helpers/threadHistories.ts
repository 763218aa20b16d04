import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckRecord } from '../../src/history/model/checkRecord';
import { ThreadHistory, type ThreadHistoryDeps } from '../../src/history/thread/threadHistory';
import { systemClock } from '../../src/lib/clock';
import { eventually } from './eventually';
import { observed, sample } from './historySamples';
import { type KeptLog, keptLog } from './log';

const INTERVAL_MS = 15_000;
const TARGET = 'paper:docker';
const NOW = Date.now();

let dir = '';
let opened: ThreadHistory[] = [];

/** Gives each test a folder of its own, and closes what it opened. */
export function installHistories(): void {
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'arbwatch-history-'));
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((history) => history.stop(2_000)));
    rmSync(dir, { recursive: true, force: true });
  });
}

/** The folder of the history, which is not there yet. */
export const dataDir = (): string => join(dir, 'data');
export const historyPath = (): string => join(dataDir(), 'history.sqlite');

/** A history in a real thread, in the test's own file unless told otherwise. */
export function openHistory(deps: Partial<ThreadHistoryDeps> = {}): { history: ThreadHistory; log: KeptLog } {
  const log = keptLog();
  const history = new ThreadHistory({
    path: historyPath(),
    mayWrite: true,
    missedAfterMs: () => 22_500,
    clock: systemClock,
    log: log.log,
    ...deps,
  });
  history.start();
  opened.push(history);
  return { history, log };
}

/** So many intervals between checks ago. */
export const ago = (intervals: number): Date => new Date(NOW - intervals * INTERVAL_MS);

/** A check so many intervals ago. */
export const checkAgo = (intervals: number, totalBalance = 100): CheckRecord =>
  observed(ago(intervals), sample(TARGET, { totalBalance }));

/** All checks that `checkAgo` makes, each by itself. */
export const everything = {
  target: TARGET,
  field: 'totalBalance',
  from: ago(1_000),
  to: ago(0),
  points: 4_000,
} as const;

export const allWritten = (history: ThreadHistory): Promise<void> =>
  eventually(() => history.health().pendingChecks === 0, 'all checks are written');

/** How many checks it knows. */
export const countChecks = async (history: ThreadHistory): Promise<number> =>
  (await history.series(everything)).points.length;
