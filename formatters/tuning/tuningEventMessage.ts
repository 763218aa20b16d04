import type { AlertEvent } from '../../src/notify/model/notification';
import { observedMrkdwn } from '../alerts/evidence/runbookLink';
import { contextBlock, type Line, richText } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { instantIn, numberIn, textIn } from '../text/details';
import { failedJobsText, sessionLabel } from './tuningText';

/** Reports that a tuning session finished, or stalled; the details are those of `src/alerting/tuning.ts`. */
export function tuningEventMessage(
  event: AlertEvent,
  late: readonly Line[],
  now: Date,
  options: AlertOptions,
): Message {
  const { severity, details, at } = event;
  const stalled = details.what === 'stalled';
  const failed = numberIn(details, 'failed') ?? 0;
  const jobs = failedJobsOf(details);
  const mark = jobs.length > 0 ? '🔴' : stalled || failed > 0 ? '🟠' : '🏁';
  const how = [
    stalled ? t.tuning.stalled : t.tuning.justFinished,
    ...(failed === 0 ? [] : [t.tuning.failed(failed)]),
    ...jobs,
  ];
  const place = [textIn(details, 'mode'), textIn(details, 'env')]
    .flatMap((part) => sanitizedPart(part))
    .join(' ');
  const session = sessionLabel({
    sessionId: textIn(details, 'sessionId') ?? t.tuning.sessionNotNamed,
    name: textIn(details, 'name'),
  });
  const stillSince = stalled ? instantIn(details, 'stillSince') : null;
  const policy = stalled ? textIn(details, 'evictionPolicy') : null;
  const title = t.tuning.event(
    `${mark} ${t.alerts.severity[severity]} ·`,
    how,
    session,
    place,
    numberIn(details, 'run') ?? 1,
  );
  const rest: Line[] = [
    [
      ...(stillSince === null ? [] : t.tuning.stalledSince(at.getTime() - stillSince.getTime(), stillSince)),
      progressIn(details),
    ],
    ...(policy === null ? [] : [[t.tuning.eviction(sanitize(policy, 40))]]),
    ...late,
  ];
  const said = rest.map((line) => toFallbackText(line, now, options.zone)).join(' ');
  return dataMessage(
    `${toFallbackText(title, now, options.zone)}. ${said}`,
    [richText(title, ...rest), contextBlock(observedMrkdwn(event, options))],
    options,
  );
}

const sanitizedPart = (part: string | null): string[] => (part === null ? [] : [sanitize(part, 20)]);

/** Events of version 0.1 may have no more than a number of failed jobs. */
function failedJobsOf(details: AlertEvent['details']): string[] {
  const failed = numberIn(details, 'failedJobs') ?? 0;
  if (failed === 0) return [];
  return [failedJobsText(failed, textIn(details, 'failedStatuses')?.split('\n') ?? ['FAILED'])];
}

function progressIn(details: AlertEvent['details']): string {
  const completed = numberIn(details, 'completed');
  if (completed === null) return t.tuning.iterationsNotReported;
  const said = t.tuning.completed(completed, numberIn(details, 'total'));
  const ranMs = numberIn(details, 'ranMs');
  if (ranMs === null) return said;
  return `${said} ${t.tuning.ran(ranMs, numberIn(details, 'failed') ?? 0)}`;
}
