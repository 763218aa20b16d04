import type { KnownBlock } from '@slack/types';
import type { TargetStatus } from '../../src/alerting/state/targetStatus';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Place } from '../../src/state/keys';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { joinNames, take } from '../text/lists';
import { pluralize } from '../text/numbers';
import { targetName } from '../text/targetNames';
import { controlLines, viewMarks } from './controlLines';
import { aliveness, figuresClause, liveTradingWords, stateClause } from './liveText';
import { briefSign } from './signText';
import { handledLines } from './silenceText';
import { STATUS_WORDS } from './statusText';
import { warnings } from './warnings';

/** All targets at one instant. */
export interface Overview {
  /** Those that report something, in the order in which they are shown. */
  readonly views: readonly TargetView[];
  /** Those of which nothing is known, and Redis holds nothing. */
  readonly neverReported: readonly Place[];
  /** When they were read. */
  readonly now: Date;
}

/** All targets at one glance; those that reported nothing are named in one line. */
export function overviewMessage({ views, neverReported, now }: Overview, options: FormatOptions): Message {
  const read = `Read ${slackDate(now)}`;
  const silent = words(joinNames(neverReported.map(targetName), SILENT_NAMED) ?? '');
  if (views.length === 0) {
    const text = `No trader reports anything: Redis holds no sign of life and no figure of ${silent}.`;
    return dataMessage(
      text,
      [richText(['➖ No trader reports anything.']), contextBlock(text, read)],
      options,
    );
  }
  const { told, more } = take(views.length > SHOWN ? gravestFirst(views) : views, SHOWN);
  const blocks = [
    header(headline(views)),
    ...told.flatMap((view): KnownBlock[] => [
      { type: 'divider' },
      richText(...targetLines(view, options.currency)),
    ]),
    ...(more === 0 ? [] : [richText([`… and ${pluralize(more, 'more trader')}.`])]),
    contextBlock(...(silent === '' ? [] : [`Nothing reported by ${silent}.`]), read),
  ];
  return dataMessage(sentence(views), blocks, options);
}

/** The gravest first: a heading names the worst there is. */
const GRAVITY = ['down', 'breaker', 'unknown', 'no_heartbeat', 'stale_portfolio', 'late', 'ok'] as const;
type Gravity = (typeof GRAVITY)[number];

/** More would not fit into one message. */
const SHOWN = 20;
const NAMED = 3;
/** So many of those that report nothing are named: several envs are asked for that nobody may use. */
const SILENT_NAMED = 6;

/** Of one that gives no sign of life, and need not, an active breaker and an open alert count all the same. */
function headline(views: readonly TargetView[]): string {
  const pluralize = views.filter(
    ({ state }) =>
      state.status !== 'not_reported' || state.breakerActive === true || state.incidents.length > 0,
  );
  for (const gravity of GRAVITY) {
    const such = pluralize.filter((view) => gravity !== 'ok' && isOf(view, gravity));
    if (such.length > 0) return headingOf(gravity, such, pluralize.length);
  }
  return calmHeading(pluralize);
}

/** Where not all can be shown, those that need somebody are. */
const gravestFirst = (views: readonly TargetView[]): readonly TargetView[] => [
  ...new Set([...GRAVITY.flatMap((gravity) => views.filter((view) => isOf(view, gravity))), ...views]),
];

const isOf = ({ state }: TargetView, gravity: Gravity): boolean =>
  gravity === 'breaker' ? state.breakerActive === true : state.status === gravity;

const HEADINGS: Readonly<Record<Exclude<Gravity, 'ok'>, string>> = {
  down: `${STATUS_WORDS.down.mark} Down`,
  breaker: '⛔ BREAKER ACTIVE',
  unknown: `${STATUS_WORDS.unknown.mark} Unknown`,
  no_heartbeat: `${STATUS_WORDS.no_heartbeat.mark} ${STATUS_WORDS.no_heartbeat.words}`,
  stale_portfolio: `${STATUS_WORDS.stale_portfolio.mark} ${STATUS_WORDS.stale_portfolio.words}`,
  late: `${STATUS_WORDS.late.mark} Late`,
};

/** `🔴 Down, 2 of 5: live docker · REAL MONEY, paper local`. */
function headingOf(gravity: Gravity, such: readonly TargetView[], all: number): string {
  const what = HEADINGS[gravity === 'ok' ? 'late' : gravity];
  const marks = such.some(({ state }) => state.money.value === true) ? ' · REAL MONEY' : '';
  const share = all === 1 ? '' : `, ${such.length} of ${all}`;
  return `${what}${share}: ${joinNames(
    such.map(({ state }) => targetName(state)),
    NAMED,
  )}${marks}`;
}

/** Everybody lives who should; not green while an alert is open all the same. */
function calmHeading(views: readonly TargetView[]): string {
  const open = views.filter(({ state }) => state.incidents.length > 0);
  if (views.some(({ state }) => state.status === 'not_reported'))
    return `🟠 Open alerts: ${joinNames(
      open.map(({ state }) => targetName(state)),
      NAMED,
    )}`;
  if (views.length === 0) return '➖ No trader gives a sign of life';
  const all = views.length === 1 ? '1 trader, alive' : `${views.length} traders, all alive`;
  return open.length === 0
    ? `🟢 ${all}`
    : `🟠 ${all}; open alerts: ${joinNames(
        open.map(({ state }) => targetName(state)),
        NAMED,
      )}`;
}

function targetLines(view: TargetView, currency: string | null): TextSpan[][] {
  const { state, snapshot } = view;
  const { mark, words } = aliveness(state);
  const problems = snapshot.problems.length;
  const sign = briefSign(state);
  return [
    [
      { bold: `${mark} ${targetName(state)}: ${words.toLowerCase()}` },
      ...(sign === null ? [] : [` · ${sign}`]),
      ...(state.downSince === null ? [] : [' · down since ', { at: state.downSince }]),
    ],
    [upperFirst(figuresClause(snapshot, currency))],
    ...tradingLines(view),
    ...warnings(view).map((alarm) => [{ bold: `⚠️ ${alarm}` }]),
    ...controlLines(view.controls),
    ...handledLines(state),
    ...(problems === 0 ? [] : [[`${pluralize(problems, 'value')} could not be understood.`]]),
  ];
}

/** Of a live trader that sends no real orders, by what; of any other the alarms say so. */
const tradingLines = ({ state, snapshot }: TargetView): TextSpan[][] =>
  state.mode !== 'live' || state.money.value !== false
    ? []
    : [[`Live trading: ${liveTradingWords(snapshot)}. No real orders.`]];

/** `live docker (REAL MONEY, BREAKER ACTIVE)`. */
function marked(view: TargetView): string {
  const marks = viewMarks(view);
  return `${words(targetName(view.state))}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
}

const ORDER: readonly TargetStatus[] = ['down', 'unknown', 'no_heartbeat', 'stale_portfolio', 'late'];

/** Those that are not well first, the gravest before the others; then who lives. */
function sentence(views: readonly TargetView[]): string {
  const alive = joinNames(views.filter(({ state }) => state.status === 'ok').map(marked), SHOWN);
  const others = ORDER.flatMap((status) => views.filter(({ state }) => state.status === status)).map(
    (view) => `${[stateClause(view.state), ...viewMarks(view)].join(', ')}.`,
  );
  const rest = others.length === 0 ? ['No trader gives a sign of life.'] : [];
  return [...others, ...(alive === null ? rest : [`Alive: ${alive}.`])].join(' ');
}
