import { addMs } from '../../src/lib/time';
import type { TuningIteration } from '../../src/state/tuning/records';
import { Prng } from '../../tools/simulation/prng';
import { iterationAt } from './paces';

/** How the workers of a generated run behave; each has workers of different speed, whose first iterations are slower. */
export const RUN_KINDS = [
  'steady',
  'equal shares',
  'slowdowns',
  'a worker joins',
  'a worker dies',
  'one after another',
] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export interface GeneratedRun {
  readonly total: number;
  /** When the last iteration of the total ended. */
  readonly end: Date;
  /** When this share of the total had ended. */
  at(share: number): Date;
  writtenBy(now: Date): readonly TuningIteration[];
}

interface Worker {
  readonly name: string;
  readonly usualMs: number;
  readonly varies: number;
  readonly joinsMs: number;
  readonly diesMs: number;
  /** From then on it is so many times slower. */
  readonly slowFromMs: number;
  readonly slower: number;
}

const WARM_UP = [2.2, 1.6, 1.2];

/** The same run for the same seed. */
export function generateRun(kind: RunKind, seed: number, start: Date): GeneratedRun {
  const prng = new Prng(seed, kind);
  const between = (least: number, most: number): number => prng.between(least, most);
  const count = prng.whole(kind === 'steady' ? 1 : 2, 7);
  const baseMs = Math.exp(between(Math.log(10_000), Math.log(900_000)));
  const total = count * prng.whole(20, 120);
  const aboutMs = (total / count) * baseMs;
  const workers = Array.from(
    { length: count },
    (_, i): Worker => ({
      name: `worker-${i + 1}`,
      // Those that run one after another run on one machine: nobody can know how fast the next one will be.
      usualMs: baseMs * (kind === 'one after another' ? between(0.9, 1.1) : between(0.7, 1.6)),
      varies: between(0.05, 0.5),
      joinsMs: kind === 'a worker joins' && i === 0 ? aboutMs * between(0.05, 0.5) : 0,
      diesMs: kind === 'a worker dies' && i === 0 ? aboutMs * between(0.05, 0.9) : Infinity,
      slowFromMs: kind === 'slowdowns' && prng.is(0.5) ? aboutMs * between(0, 0.9) : Infinity,
      slower: between(1.3, 2.5),
    }),
  );
  const iterations = WAYS[kind](workers, total, prng);
  const inOrder = iterations
    .sort((a, b) => a.ms - b.ms)
    .map(({ worker, n, ms }) => iterationAt(worker, n, addMs(start, ms)));
  const timeOf = (index: number): Date => inOrder[Math.max(0, index)]?.at ?? start;
  return {
    total,
    end: timeOf(inOrder.length - 1),
    at: (share) => addMs(timeOf(Math.ceil(total * share) - 1), 1),
    writtenBy: (now) => inOrder.filter(({ at }) => at !== null && at <= now),
  };
}

type Way = (workers: readonly Worker[], total: number, prng: Prng) => Ended[];

interface Ended {
  readonly worker: string;
  readonly n: number;
  readonly ms: number;
}

/** Each does its share once the one before it is done. */
function oneAfterAnother(workers: readonly Worker[], total: number, prng: Prng): Ended[] {
  let ms = 0;
  return workers.flatMap((worker) =>
    Array.from({ length: total / workers.length }, (_, i) => {
      ms += gapMs(worker, i, ms, prng);
      return { worker: worker.name, n: i + 1, ms };
    }),
  );
}

/** Each does its share. */
const apart = (workers: readonly Worker[], total: number, prng: Prng): Ended[] =>
  workers.flatMap((worker) => {
    let ms = worker.joinsMs;
    return Array.from({ length: total / workers.length }, (_, i) => {
      ms += gapMs(worker, i, ms, prng);
      return { worker: worker.name, n: i + 1, ms };
    });
  });

/** Whoever is free takes the next one; of one that dies it is taken by another. */
function together(workers: readonly Worker[], total: number, prng: Prng): Ended[] {
  const next = workers.map((worker) => ({
    worker,
    n: 1,
    ms: worker.joinsMs + gapMs(worker, 0, worker.joinsMs, prng),
  }));
  const ended: Ended[] = [];
  while (ended.length < total) {
    const alive = next.filter(({ worker, ms }) => ms < worker.diesMs);
    const first = alive.reduce((a, b) => (b.ms < a.ms ? b : a));
    ended.push({ worker: first.worker.name, n: first.n, ms: first.ms });
    first.ms += gapMs(first.worker, first.n, first.ms, prng);
    first.n += 1;
  }
  return ended;
}

function gapMs(worker: Worker, done: number, ms: number, prng: Prng): number {
  const slow = ms >= worker.slowFromMs ? worker.slower : 1;
  const logNormal = Math.exp(worker.varies * gauss(prng) - worker.varies ** 2 / 2);
  return worker.usualMs * (WARM_UP[done] ?? 1) * slow * logNormal;
}

const gauss = (prng: Prng): number =>
  Math.sqrt(-2 * Math.log(1 - prng.share())) * Math.cos(2 * Math.PI * prng.share());

const WAYS: Readonly<Record<RunKind, Way>> = {
  steady: together,
  'equal shares': apart,
  slowdowns: together,
  'a worker joins': together,
  'a worker dies': together,
  'one after another': oneAfterAnother,
};
