import type { KnownBlock } from '@slack/types';
import type { LiveStatusSnapshot } from '../src/monitors/liveSnapshot';
import type { Place } from '../src/state/keys';
import { header, lines, type Piece, slackDate, smallPrint } from './blocks';
import { capitalised } from './firstLetter';
import { alarms, urgentMarks } from './liveAlarms';
import { aliveClause, aliveness, figuresClause, liveTradingWords } from './liveWords';
import { dataMessage, type Message } from './message';
import { counted, duration } from './numbers';
import type { FormatOptions } from './options';
import { words as spokenWords, TEXT_LENGTH } from './spoken';
import { targetName } from './targetNames';
import { enumeration } from './told';

/** So many of those that report nothing are named: several envs are asked for that nobody may use. */
const SILENT_NAMED = 6;

/** All targets at one instant. */
export interface Overview {
  /** Those that report something, in the order in which they are shown. */
  readonly snapshots: readonly LiveStatusSnapshot[];
  /** Those of which Redis holds nothing. */
  readonly neverReported: readonly Place[];
  /** When they were read. */
  readonly now: Date;
}

/** All targets at one glance; those that reported nothing are named in one line. */
export function overviewMessage(
  { snapshots, neverReported, now }: Overview,
  options: FormatOptions,
): Message {
  const read = `Read ${slackDate(now)}`;
  const silent = enumeration(neverReported.map(targetName), SILENT_NAMED) ?? '';
  if (snapshots.length === 0) {
    const text = `No trader reports anything: Redis holds no heartbeat and no figure of ${silent}.`;
    return dataMessage(spokenWords(text), [lines([`⚪ ${text}`]), smallPrint(read)], options);
  }
  const blocks = [
    header(headline(snapshots)),
    ...snapshots.flatMap((snapshot): KnownBlock[] => [
      { type: 'divider' },
      lines(...targetLines(snapshot, options.currency)),
    ]),
    smallPrint(...(silent === '' ? [] : [`Nothing reported by ${spokenWords(silent)}.`]), read),
  ];
  return dataMessage(spokenWords(sentence(snapshots), TEXT_LENGTH), blocks, options);
}

const notAlive = (snapshots: readonly LiveStatusSnapshot[]): readonly LiveStatusSnapshot[] =>
  snapshots.filter(({ heartbeat }) => heartbeat !== 'fresh');

function headline(snapshots: readonly LiveStatusSnapshot[]): string {
  const tripped = snapshots.filter(({ breakerActive }) => breakerActive).map(targetName);
  return tripped.length === 0
    ? aliveHeadline(snapshots, '🟢')
    : `${aliveHeadline(snapshots, '🟠')} · BREAKER ACTIVE: ${tripped.join(', ')}`;
}

/** Who lives; `ifAllAlive` marks that all do. */
function aliveHeadline(snapshots: readonly LiveStatusSnapshot[], ifAllAlive: string): string {
  const [first, ...others] = notAlive(snapshots);
  if (first === undefined)
    return `${ifAllAlive} ${snapshots.length === 1 ? '1 trader, alive' : `${snapshots.length} traders, all alive`}`;
  const { mark, words } = aliveness(first);
  if (others.length === 0) return `${mark} ${words}: ${targetName(first)}`;
  return `🔴 ${others.length + 1} of ${counted(snapshots.length, 'trader')} may not be alive`;
}

function targetLines(snapshot: LiveStatusSnapshot, currency: string | null): Piece[][] {
  const { mark, words } = aliveness(snapshot);
  const problems = snapshot.problems.length;
  return [
    [{ bold: `${mark} ${targetName(snapshot)}: ${words.toLowerCase()}` }, ...beatAge(snapshot)],
    [capitalised(figuresClause(snapshot, currency))],
    ...tradingLines(snapshot),
    ...alarms(snapshot).map((alarm) => [{ bold: `⚠️ ${alarm}` }]),
    ...(problems === 0 ? [] : [[`${counted(problems, 'value')} could not be understood.`]]),
  ];
}

/** Of a live trader, whether it could send real orders; where it can, the alarms say so. */
const tradingLines = (snapshot: LiveStatusSnapshot): Piece[][] =>
  snapshot.mode !== 'live' || (snapshot.liveEnabled && snapshot.liveArmed)
    ? []
    : [[`Live trading: ${liveTradingWords(snapshot)}.`]];

const beatAge = ({ heartbeat, heartbeatAgeMs }: LiveStatusSnapshot): Piece[] =>
  heartbeatAgeMs === null
    ? []
    : [` · ${heartbeat === 'fresh' ? 'heartbeat ' : ''}${duration(heartbeatAgeMs)} ago`];

/** `live docker (REAL MONEY, BREAKER ACTIVE)`. */
function marked(snapshot: LiveStatusSnapshot): string {
  const marks = urgentMarks(snapshot);
  return `${targetName(snapshot)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

/** Those that may not be alive first, each with what is known of its heartbeat; then who lives. */
function sentence(snapshots: readonly LiveStatusSnapshot[]): string {
  const alive = snapshots.filter(({ heartbeat }) => heartbeat === 'fresh').map(marked);
  const told = notAlive(snapshots).map(
    (snapshot) => `${[aliveClause(snapshot), ...urgentMarks(snapshot)].join(', ')}. `,
  );
  return `${told.join('')}${alive.length === 0 ? 'No other trader is alive' : `Alive: ${alive.join(', ')}`}.`;
}
