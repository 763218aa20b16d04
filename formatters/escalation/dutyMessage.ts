import type { OnCall } from '../../src/alerting/duty/onCall';
import type { AlertEvent } from '../../src/notify/model/notification';
import { header, type Line, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { textIn } from '../text/details';

/** The name under which a change of who is on call is sent. */
export const DUTY_EVENT = 'duty';

/** Who is on call, until when, and who comes then; `onCall` null where nobody is configured. */
export function dutyMessage(onCall: OnCall | null, now: Date, { zone }: Pick<AlertOptions, 'zone'>): Message {
  const { duty } = t.escalation;
  if (onCall === null) return linesMessage([duty.notSetUp()], now, zone);
  const { userId, until, next, insteadOf } = onCall;
  return linesMessage([duty.now(userId, insteadOf, until), duty.next(next, until)], now, zone);
}

/** The same, after it was changed. */
export function dutyChangedMessage(
  onCall: OnCall | null,
  now: Date,
  options: Pick<AlertOptions, 'zone'>,
): Message {
  const { text, blocks } = dutyMessage(onCall, now, options);
  const { changedNow } = t.escalation.duty;
  return message(`${changedNow} ${text}`, [richText([changedNow]), ...blocks]);
}

const linesMessage = (lines: readonly Line[], now: Date, zone: string): Message =>
  message(lines.map((line) => toFallbackText(line, now, zone)).join(' '), [richText(...lines)]);

/** That somebody else is on call now. It shows no trader's data. */
export function dutyEventMessage(
  { details }: AlertEvent,
  late: readonly Line[],
  now: Date,
  { zone }: Pick<AlertOptions, 'zone'>,
): Message {
  const { duty } = t.escalation;
  const [userId, before, by] = ['userId', 'before', 'by'].map((name) => textIn(details, name) ?? '');
  const until = new Date(textIn(details, 'until') ?? Number.NaN);
  const lines = [duty.changed(userId ?? '', before ?? '', until, by ?? ''), ...late];
  const said = lines.map((line) => toFallbackText(line, now, zone)).join(' ');
  return message(said, [header(`📟 ${duty.heading}`), richText(...lines)]);
}
