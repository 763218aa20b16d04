import type { AlertEvent } from '../../src/notify/model/notification';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { clockText, sentencePieces, spoken, words } from '../blockKit/fallbackText';
import { dataMessage, type Message, message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { modeOf, targetWords } from '../text/targetNames';
import { tuningEventMessage } from '../tuning/tuningEventMessage';
import { controlEventMessage } from './controlEventMessage';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import { type DescribeRule, describeOrDefault } from './incidentText';

export interface EventContext extends DeliveryInfo {
  readonly now: Date;
  readonly tell: DescribeRule;
}

/** The name under which `/arb-alerts test` is sent through the whole path. */
export const TEST_EVENT = 'test';
const TUNING_EVENT = 'tuning';
const CONTROL_EVENT = 'control';

/** Something that happened once; what is about real money is said loudest. */
export function eventMessage(event: AlertEvent, context: EventContext, options: AlertOptions): Message {
  const { now, tell } = context;
  const late = deliveryNotes(context);
  if (event.rule === TEST_EVENT) return testMessage(event, late, now, options);
  if (event.rule === TUNING_EVENT) return tuningEventMessage(event, late, now, options);
  if (event.rule === CONTROL_EVENT) return controlEventMessage(event, late, now, options);
  const { title, text } = describeOrDefault(tell, event.rule, event.facts);
  const target = targetWords(event.target);
  const sentence: TextSpan[] = [{ bold: target }, ' ', ...sentencePieces(text), '.'];
  const headline = `${isRealMoney(event) ? 'REAL MONEY · ' : ''}${title}: ${target}`;
  const said = [sentence, ...late].map((line) => spoken(line, now, options.zone)).join(' ');
  return dataMessage(
    `${words(headline)}, ${clockText(event.at, now, options.zone)}. ${said}`,
    event.level === 'loud'
      ? [header(`🚨 ${headline}`), richText(sentence, ...late), observedAtBlock(event)]
      : [richText([{ bold: `🔹 ${headline}` }], sentence, ...late), observedAtBlock(event)],
    options,
  );
}

/** True of an event of a live trader that sends real orders, or is enabled and armed by it. */
const isRealMoney = ({ target, facts }: AlertEvent): boolean =>
  modeOf(target) === 'live' && (facts.realMoney === true || (facts.enabled === true && facts.armed === true));

const observedAtBlock = ({ at }: AlertEvent) => contextBlock(`Seen ${slackDate(at)}`);

/** It shows no trader's data, so it is not the demo's either. */
function testMessage(event: AlertEvent, late: TextSpan[][], now: Date, { zone }: AlertOptions): Message {
  const by = event.facts.userId;
  const asked: TextSpan[] = [
    'Asked for',
    ...(typeof by === 'string' ? [' by ', { who: by }] : []),
    ', ',
    { at: event.at },
    '. It came the way every alert comes: stored, then sent. Nothing is wrong with any trader.',
  ];
  const headline = 'Test alert: this is only a test';
  return message(`${headline}. ${[asked, ...late].map((line) => spoken(line, now, zone)).join(' ')}`, [
    header(`🧪 ${headline}`),
    richText(asked, ...late),
  ]);
}
