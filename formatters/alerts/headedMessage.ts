import type { AlertEvent } from '../../src/notify/model/notification';
import { bold, contextBlock, header, type Line, richText } from '../blockKit/blocks';
import { clockText, safeText, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { observedMrkdwn } from './evidence/runbookLink';

/** A headline, large for what is critical, and lines below. */
export function headedMessage(
  event: AlertEvent,
  what: string,
  lines: readonly Line[],
  now: Date,
  options: AlertOptions,
): Message {
  const { severity, at } = event;
  const headline = t.alerts.severe(severity, what);
  const said = lines.map((line) => toFallbackText(line, now, options.zone)).join(' ');
  const when = t.alerts.event.when(safeText(headline), clockText(at, now, options.zone));
  const heading =
    severity === 'critical'
      ? [header(`🚨 ${headline}`), richText(...lines)]
      : [richText([bold(`${severity === 'warning' ? '⚠️' : '🔹'} ${headline}`)], ...lines)];
  return dataMessage(`${when} ${said}`, [...heading, contextBlock(observedMrkdwn(event, options))], options);
}
