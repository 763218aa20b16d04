import type { WatchEvent } from '../../src/notify/model/notification';
import { header, lines, type Piece, slackDate, smallPrint } from '../blockKit/blocks';
import { clockText, sentencePieces, spoken, words } from '../blockKit/fallbackText';
import { dataMessage, type Message, message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { modeOf, targetWords } from '../text/targetNames';
import { tuningEventMessage } from '../tuning/tuningEventMessage';
import { controlEventMessage } from './controlEventMessage';
import { type Passage, passageLines } from './deliveryNotes';
import { type Tell, toldBy } from './incidentText';

export interface EventContext extends Passage {
  readonly now: Date;
  readonly tell: Tell;
}

/** The name under which `/arb-alerts test` is sent through the whole path. */
export const TEST_EVENT = 'test';
const TUNING_EVENT = 'tuning';
const CONTROL_EVENT = 'control';

/** Something that happened once; what is about real money is said loudest. */
export function eventMessage(event: WatchEvent, context: EventContext, options: AlertOptions): Message {
  const { now, tell } = context;
  const late = passageLines(context);
  if (event.rule === TEST_EVENT) return testMessage(event, late, now, options);
  if (event.rule === TUNING_EVENT) return tuningEventMessage(event, late, now, options);
  if (event.rule === CONTROL_EVENT) return controlEventMessage(event, late, now, options);
  const { title, text } = toldBy(tell, event.rule, event.facts);
  const target = targetWords(event.target);
  const sentence: Piece[] = [{ bold: target }, ' ', ...sentencePieces(text), '.'];
  const headline = `${isRealMoney(event) ? 'REAL MONEY · ' : ''}${title}: ${target}`;
  const said = [sentence, ...late].map((line) => spoken(line, now, options.zone)).join(' ');
  return dataMessage(
    `${words(headline)}, ${clockText(event.at, now, options.zone)}. ${said}`,
    event.level === 'loud'
      ? [header(`🚨 ${headline}`), lines(sentence, ...late), seenAt(event)]
      : [lines([{ bold: `🔹 ${headline}` }], sentence, ...late), seenAt(event)],
    options,
  );
}

/** True of an event of a live trader that sends real orders, or is enabled and armed by it. */
const isRealMoney = ({ target, facts }: WatchEvent): boolean =>
  modeOf(target) === 'live' && (facts.realMoney === true || (facts.enabled === true && facts.armed === true));

const seenAt = ({ at }: WatchEvent) => smallPrint(`Seen ${slackDate(at)}`);

/** It shows no trader's data, so it is not the demo's either. */
function testMessage(event: WatchEvent, late: Piece[][], now: Date, { zone }: AlertOptions): Message {
  const by = event.facts.userId;
  const asked: Piece[] = [
    'Asked for',
    ...(typeof by === 'string' ? [' by ', { who: by }] : []),
    ', ',
    { at: event.at },
    '. It came the way every alert comes: stored, then sent. Nothing is wrong with any trader.',
  ];
  const headline = 'Test alert: this is only a test';
  return message(`${headline}. ${[asked, ...late].map((line) => spoken(line, now, zone)).join(' ')}`, [
    header(`🧪 ${headline}`),
    lines(asked, ...late),
  ]);
}
