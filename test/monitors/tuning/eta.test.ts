import { addMs } from '../../../src/lib/time';
import type { TuningEta } from '../../../src/monitors/tuning/tuningSnapshot';
import { TuningStatusMonitor } from '../../../src/monitors/tuning/tuningStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { iterationAt, progressOfWorkers } from '../../helpers/paces';
import { loadRecordingIntoMemory } from '../../helpers/recording';
import { type GeneratedRun, generateRun, RUN_KINDS } from '../../helpers/tuningRuns';

const MINUTE = 60_000;
const START = new Date('2026-11-22T07:00:00Z');

const etaAt = (run: GeneratedRun, now: Date): TuningEta | null =>
  progressOfWorkers(run.writtenBy(now)).snapshot(run.total, now).eta;

describe('The estimated end of generated tuning sessions', () => {
  const SHARES = [0.25, 0.45, 0.7, 0.9];
  const RUNS = 30;

  test.each(RUN_KINDS)(
    'lies in the range in 80 of 100 cases at least, from 25 %% on, where there is a range: %s',
    (kind) => {
      const cases = Array.from({ length: RUNS }, (_, seed) => generateRun(kind, seed, START)).flatMap((run) =>
        SHARES.map((share) => ({ run, now: run.at(share), eta: etaAt(run, run.at(share)) })),
      );
      const given = cases.flatMap(({ run, now, eta }) =>
        eta?.kind === 'range' ? [{ run, now, ...eta }] : [],
      );
      expect(given.length / cases.length).toBeGreaterThanOrEqual(0.8);
      const right = given.filter(({ run, from, to }) => from <= run.end && run.end <= to);
      expect(right.length / given.length).toBeGreaterThanOrEqual(0.8);
      // A range that says nothing would always be right.
      const widths = given.map(
        ({ run, now, from, to }) => msOf(from, to) / Math.max(msOf(now, run.end), MINUTE),
      );
      expect(medianOf(widths)).toBeLessThan(1);
    },
  );

  test('lies in the range in 80 of 100 runs of all kinds at least, each looked at once', () => {
    const hits = Array.from({ length: 100 }, (_, i) => {
      const run = generateRun(RUN_KINDS[i % RUN_KINDS.length] ?? 'steady', 5_000 + i, START);
      const looks = Array.from({ length: 8 }, (_, k) => run.at(0.25 + ((i + k) % 8) * 0.09));
      const eta = firstRange(run, looks);
      return eta !== null && eta.from <= run.end && run.end <= eta.to;
    });
    expect(hits.filter(Boolean).length).toBeGreaterThanOrEqual(80);
  });
});

function firstRange(run: GeneratedRun, looks: readonly Date[]): Extract<TuningEta, { kind: 'range' }> | null {
  for (const now of looks) {
    const eta = etaAt(run, now);
    if (eta?.kind === 'range') return eta;
  }
  return null;
}

const msOf = (from: Date, to: Date): number => to.getTime() - from.getTime();
const medianOf = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;

describe('The estimated end of a tuning session', () => {
  /** Iterations of workers, each a minute after the one before, counted from the start. */
  const everyMinute = (workers: Readonly<Record<string, number>>) =>
    Object.entries(workers).flatMap(([worker, n]) =>
      Array.from({ length: n }, (_, i) => iterationAt(worker, i + 1, addMs(START, (i + 1) * MINUTE))),
    );
  const minute = (minutes: number): Date => addMs(START, minutes * MINUTE);
  const snapshotOf = (workers: Readonly<Record<string, number>>, total: number | null, minutes: number) =>
    progressOfWorkers(everyMinute(workers)).snapshot(total, minute(minutes));

  test('of two steady workers is about when the rest is done at their pace', () => {
    const { eta } = snapshotOf({ a: 10, b: 10 }, 40, 10);
    expect(eta?.kind).toBe('range');
    if (eta?.kind !== 'range') return;
    expect(msOf(minute(10), eta.from) / MINUTE).toBeCloseTo(9, 0);
    expect(msOf(minute(10), eta.to) / MINUTE).toBeCloseTo(12, 0);
  });

  test('is not given before each active worker has ended five iterations', () => {
    expect(snapshotOf({ a: 7, b: 4 }, 40, 7).eta).toEqual({
      kind: 'too_early',
      worker: 'b',
      ended: 4,
      needed: 5,
    });
  });

  test('leaves out a worker that has stopped, which is idle', () => {
    const { eta, byWorker } = snapshotOf({ a: 30, b: 10 }, 60, 30);
    expect(byWorker.map(({ activity }) => activity)).toEqual(['active', 'idle']);
    if (eta?.kind !== 'range') throw new Error('no range');
    expect(msOf(minute(30), eta.from) / MINUTE).toBeGreaterThan(16);
  });

  test('is not guessed while no worker ends an iteration, and soon called stalled', () => {
    expect(snapshotOf({ a: 10 }, 40, 15).eta).toEqual({ kind: 'quiet', sinceMs: 5 * MINUTE });
    expect(snapshotOf({ a: 10 }, 40, 21).eta).toEqual({ kind: 'stalled', sinceMs: 11 * MINUTE });
  });

  test.each([
    ['without a total', null, 10],
    ['that is done', 10, 10],
    ['that has done more than its total', 5, 10],
    ['whose iterations are dated in the future', 40, 5],
    ['whose end is years away', 9_000_000_000_000_000, 10],
  ])('is null of a session %s', (_, total, minutes) => {
    expect(snapshotOf({ a: 10 }, total, minutes).eta).toBeNull();
  });

  test('is null where no iteration tells its time', () => {
    const undated = Array.from({ length: 6 }, (_, n) => ({ ...iterationAt('a', n + 1, START), at: null }));
    expect(progressOfWorkers(undated).snapshot(40, START).eta).toBeNull();
  });

  test('of several iterations at one instant is no division by zero', () => {
    const atOnce = Array.from({ length: 6 }, (_, n) => iterationAt('a', n + 1, START));
    const { eta } = progressOfWorkers(atOnce).snapshot(40, START);
    expect(eta?.kind).toBe('range');
  });

  test('of the recorded real sessions is not given: their workers did fewer than five iterations each, or had ended', async () => {
    const clock = settableClock('2026-11-22T07:41:44Z');
    const store = new MemoryStore(clock);
    loadRecordingIntoMemory(store);
    const { eta, completedIterations } = await new TuningStatusMonitor(
      { store, clock },
      'd28-demo-session',
      100,
    ).snapshot();
    expect(completedIterations).toBeGreaterThan(0);
    expect(eta?.kind).not.toBe('range');
  });
});
