import type { AlertEvent } from '../../src/notify/model/notification';
import { contextBlock, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { sentencePieces, spoken } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { count, pluralize } from '../text/numbers';
import { failedIterationsWords } from './tuningProgress';
import { evictionWords, failedJobsWords } from './tuningText';

/** Tells that a tuning session finished, or stalled; the facts are those of `src/alerting/tuning.ts`. */
export function tuningEventMessage(
  { facts, at }: AlertEvent,
  late: readonly TextSpan[][],
  now: Date,
  options: AlertOptions,
): Message {
  const { sessionId, mode, env, what, stillSince, stillFor } = facts;
  const stalled = what === 'stalled';
  const failedIterations = typeof facts.failed === 'number' ? facts.failed : 0;
  const failed = failureOf(facts);
  const mark = failed.length > 0 ? '🔴' : stalled || failedIterations > 0 ? '🟠' : '🏁';
  const how = [stalled ? 'stalled' : 'finished', ...failedIterationsWords({ failedIterations }), ...failed];
  const place = [mode, env].flatMap((part) => (typeof part === 'string' ? sanitize(part, 20) : [])).join(' ');
  const run = typeof facts.run === 'number' && facts.run > 1 ? ` · run ${count(facts.run)}` : '';
  const title: TextSpan[] = [
    { bold: `${mark} Tuning ${how.join(', ')}: ` },
    { data: String(sessionId ?? 'session not named') },
    ` · ${place}${run}`,
  ];
  const quiet: TextSpan[] =
    stalled && typeof stillSince === 'string'
      ? [
          `No iteration for ${typeof stillFor === 'string' ? sanitize(stillFor, 30) : 'long'}, since `,
          ...sentencePieces(stillSince),
          '. ',
        ]
      : [];
  const evicts: TextSpan[][] =
    stalled && typeof facts.evictionPolicy === 'string'
      ? [[evictionWords(sanitize(facts.evictionPolicy, 40))]]
      : [];
  const all = [title, [...quiet, `${progressOf(facts)}.`], ...evicts, ...late];
  const [spokenTitle = '', ...rest] = all.map((line) => spoken(line, now, options.zone));
  return dataMessage(
    `${spokenTitle}. ${rest.join(' ')}`,
    [richText(...all), contextBlock(`Seen ${slackDate(at)}`)],
    options,
  );
}

/** Events noted before the statuses were have no more than a number of failed jobs. */
function failureOf({ failedJobs, failedStatuses }: AlertEvent['facts']): string[] {
  if (typeof failedJobs !== 'number' || failedJobs === 0) return [];
  const statuses = typeof failedStatuses === 'string' ? failedStatuses.split('\n') : ['FAILED'];
  return [failedJobsWords(failedJobs, statuses)];
}

function progressOf({ completed, total }: AlertEvent['facts']): string {
  if (typeof completed !== 'number') return 'Iterations not reported';
  return typeof total === 'number'
    ? `${count(completed)} of ${pluralize(total, 'iteration')} completed`
    : `${pluralize(completed, 'iteration')} completed`;
}
