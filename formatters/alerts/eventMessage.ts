import type { AlertEvent } from '../../src/notify/model/notification';
import { header, type Line, richText } from '../blockKit/blocks';
import { toFallbackText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { DUTY_EVENT, dutyEventMessage } from '../escalation/dutyMessage';
import { t } from '../text/catalogue';
import { textIn } from '../text/details';
import { modeOf, targetLabel } from '../text/targetNames';
import { tuningEventMessage } from '../tuning/tuningEventMessage';
import { controlEventMessage } from './controlEventMessage';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import { headedMessage } from './headedMessage';

export interface EventContext extends DeliveryInfo {
  readonly now: Date;
}

/** The name under which `/arb-alerts test` is sent through the whole path. */
export const TEST_EVENT = 'test';
const TUNING_EVENT = 'tuning';
const CONTROL_EVENT = 'control';

/** Something that happened once; what is about real money is said loudest. */
export function eventMessage(event: AlertEvent, context: EventContext, options: AlertOptions): Message {
  const { now } = context;
  const late = deliveryNotes(context);
  if (event.rule === TEST_EVENT) return testMessage(event, late, now, options);
  if (event.rule === DUTY_EVENT) return dutyEventMessage(event, late, now, options);
  if (event.rule === TUNING_EVENT) return tuningEventMessage(event, late, now, options);
  if (event.rule === CONTROL_EVENT) return controlEventMessage(event, late, now, options);
  const { title, text } = t.rules.describe(event.rule, event.details);
  const target = targetLabel(event.target);
  const headline = `${isRealMoney(event) ? `${t.common.realMoney} · ` : ''}${title}: ${target}`;
  return headedMessage(event, headline, [t.alerts.event.sentence(target, text), ...late], now, options);
}

/** True of an event of a live trader that sends real orders, or is enabled and armed by it. */
const isRealMoney = ({ target, details }: AlertEvent): boolean =>
  modeOf(target) === 'live' &&
  (details.realMoney === true || (details.enabled === true && details.armed === true));

/** It shows no trader's data, so it is not the demo's either. */
function testMessage(event: AlertEvent, late: readonly Line[], now: Date, { zone }: AlertOptions): Message {
  const { test } = t.alerts.event;
  const testHeading = t.alerts.event.testHeading(event.severity);
  const lines = [test(textIn(event.details, 'userId'), event.at), ...late];
  return message(`${testHeading}. ${lines.map((line) => toFallbackText(line, now, zone)).join(' ')}`, [
    header(`🧪 ${testHeading}`),
    richText(...lines),
  ]);
}
