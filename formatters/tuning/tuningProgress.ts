import type { TuningStatusSnapshot } from '../../src/monitors/tuning/tuningSnapshot';
import { t } from '../text/catalogue';

/* How far a tuning session is, shared by Slack and the terminal. */

const BAR_LENGTH = 10;

/** How far a session is; `planned` is that of its jobs, null where there are none. */
export type Progress = Pick<
  TuningStatusSnapshot,
  'completedIterations' | 'failedIterations' | 'totalIterations' | 'haveJobsEnded' | 'runningAgain'
> & { readonly planned: number | null };

export const progressOf = (snapshot: TuningStatusSnapshot): Progress => ({
  ...snapshot,
  planned: snapshot.jobs?.planned ?? null,
});

/** Iterations that have ended, however they did. */
const endedIn = ({ completedIterations, failedIterations }: Progress): number =>
  completedIterations + failedIterations;

/** True when its jobs have ended, and have done just what they had planned: then that is the total. */
const hasDoneAsPlanned = (progress: Progress): boolean =>
  progress.totalIterations === null &&
  progress.haveJobsEnded &&
  progress.planned !== null &&
  progress.planned > 0 &&
  endedIn(progress) === progress.planned;

/** As a person gave it, or as the ended jobs had planned and done; null while neither is known. */
export const totalOf = (progress: Progress): number | null =>
  hasDoneAsPlanned(progress) ? progress.planned : progress.totalIterations;

export function isDone(progress: Progress): boolean {
  const total = totalOf(progress);
  return total !== null && total > 0 && endedIn(progress) >= total;
}

/** True when its jobs have ended, without a total that says that it is done. */
export const hasEnded = (progress: Progress): boolean => progress.haveJobsEnded && !isDone(progress);

/** True when it is running again, and not done. */
export const isRunningAgain = (progress: Progress): boolean => progress.runningAgain && !isDone(progress);

/** True when more iterations came than the total says. */
export const exceedsTotal = (progress: Progress): boolean =>
  progress.totalIterations !== null && endedIn(progress) > progress.totalIterations;

/** `8 of 10 iterations`, or `8 iterations` where the total is not known. */
export const iterationsText = (progress: Progress): string =>
  t.tuning.iterations(endedIn(progress), totalOf(progress), hasDoneAsPlanned(progress));

/** In per cent of the total; 0 of a total of 0 is 0. Null where the total is not known. */
function percentOf(progress: Progress): number | null {
  const total = totalOf(progress);
  if (total === null) return null;
  return total === 0 ? 0 : (endedIn(progress) / total) * 100;
}

/** `80 % done`, `finished`, `finished, 2 failed`, or that the total is not known. */
export function progressText(progress: Progress): string {
  const percent = percentOf(progress);
  if (percent === null) return t.tuning.totalUnknown;
  if (percent > 100) return t.tuning.tooMuch(percent);
  return isDone(progress) ? t.tuning.finished(progress.failedIterations) : t.tuning.done(percent);
}

/** `80 % · 8 of 10 iterations`, or `8 iterations, total not known`. */
export const progressFigures = (progress: Progress): string =>
  t.tuning.figures(percentOf(progress), iterationsText(progress));

/** Ten cells, full only when all have ended: `████████░░ `. Nothing where the total is not known. */
export function progressBar(progress: Progress): string {
  const percent = percentOf(progress);
  if (percent === null) return '';
  const full = Math.min(BAR_LENGTH, Math.floor((percent / 100) * BAR_LENGTH));
  return `${'█'.repeat(full)}${'░'.repeat(BAR_LENGTH - full)} `;
}
