import type { AlertEvent } from '../../src/notify/model/notification';
import { bold, contextBlock, header, type Line, richText } from '../blockKit/blocks';
import { clockText, safeText, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';

/** A headline, large for what is loud, and lines below. */
export function headedMessage(
  { level, at }: AlertEvent,
  headline: string,
  lines: readonly Line[],
  now: Date,
  options: AlertOptions,
): Message {
  const said = lines.map((line) => toFallbackText(line, now, options.zone)).join(' ');
  const when = t.alerts.event.when(safeText(headline), clockText(at, now, options.zone));
  const heading =
    level === 'loud'
      ? [header(`🚨 ${headline}`), richText(...lines)]
      : [richText([bold(`🔹 ${headline}`)], ...lines)];
  return dataMessage(`${when} ${said}`, [...heading, contextBlock(t.common.observedAt(at))], options);
}
