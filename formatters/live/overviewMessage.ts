import type { KnownBlock } from '@slack/types';
import type { TargetStatus } from '../../src/alerting/state/targetStatus';
import type { TargetView } from '../../src/alerting/targetStates';
import type { Place } from '../../src/state/keys';
import { bold, contextBlock, header, type Line, line, richText } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { upperFirst } from '../text/case';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { joinNames, take } from '../text/lists';
import { targetName } from '../text/targetNames';
import { runLines, urgentLabels } from './controlText';
import { figuresClause, stateClause, tradingText } from './liveText';
import { briefSign } from './signText';
import { handledLines } from './statusLines';
import { BREAKER_MARK, markOfState, STATUS_MARKS, statusLabel } from './statusText';
import { liveWarnings } from './warnings';

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
  const read = t.common.readAt(now);
  const silent = safeText(joinNames(neverReported.map(targetName), SILENT_NAMED) ?? '');
  if (views.length === 0) {
    const text = t.live.nobodyOf(silent);
    return dataMessage(text, [richText([`➖ ${t.live.nobody}`]), contextBlock(text, read)], options);
  }
  const shown = options.isUnlimited ? views.length : SHOWN;
  const { items, more } = take(views.length > SHOWN ? gravestFirst(views) : views, shown);
  const blocks = [
    header(overviewHeadline(views)),
    ...items.flatMap((view): KnownBlock[] => [
      { type: 'divider' },
      richText(...overviewLines(view, currencyOf(options, view.state.target))),
    ]),
    ...(more === 0 ? [] : [richText([t.live.moreTraders(more)])]),
    contextBlock(...(silent === '' ? [] : [t.live.nothingReportedBy(silent)]), read),
  ];
  return dataMessage(sentence(views), blocks, options);
}

/** The gravest first: a heading names the worst there is. */
const GRAVITY = ['down', 'breaker', 'unknown', 'no_heartbeat', 'stale_portfolio', 'late'] as const;
type Gravity = (typeof GRAVITY)[number];

/** More would not fit into one message. */
const SHOWN = 20;
const NAMED = 3;
/** So many of those that report nothing are named: several envs are asked for that nobody may use. */
const SILENT_NAMED = 6;

const namesOf = (views: readonly TargetView[]): string =>
  joinNames(
    views.map(({ state }) => targetName(state)),
    NAMED,
  ) ?? '';

const isOf = ({ state }: TargetView, gravity: Gravity): boolean =>
  gravity === 'breaker' ? state.breakerActive === true : state.status === gravity;

/** Of one that gives no sign of life, and need not, an active breaker and an open alert count all the same. */
export function overviewHeadline(views: readonly TargetView[]): string {
  const counted = views.filter(
    ({ state }) =>
      state.status !== 'not_reported' || state.breakerActive === true || state.incidents.length > 0,
  );
  const gravest = GRAVITY.find((gravity) => counted.some((view) => isOf(view, gravity)));
  if (gravest === undefined) return calmHeading(counted);
  const such = counted.filter((view) => isOf(view, gravest));
  const what =
    gravest === 'breaker'
      ? `${BREAKER_MARK} ${t.common.breakerActive}`
      : `${STATUS_MARKS[gravest]} ${statusLabel(gravest)}`;
  const isRealMoney = such.some(({ state }) => state.money.value === true);
  return t.live.overview.heading(what, such.length, counted.length, namesOf(such), isRealMoney);
}

/** Where not all can be shown, those that need somebody are; behind them who is alive. */
export const gravestFirst = (views: readonly TargetView[]): readonly TargetView[] => [
  ...new Set([
    ...GRAVITY.flatMap((gravity) => views.filter((view) => isOf(view, gravity))),
    ...views.filter(({ state }) => state.status === 'ok'),
    ...views,
  ]),
];

/** Everybody lives who should; not green while an alert is open all the same. */
function calmHeading(views: readonly TargetView[]): string {
  const { overview } = t.live;
  const open = views.filter(({ state }) => state.incidents.length > 0);
  if (views.some(({ state }) => state.status === 'not_reported')) return overview.openAlerts(namesOf(open));
  if (views.length === 0) return `${STATUS_MARKS.not_reported} ${overview.noSigns}`;
  const all = overview.alive(views.length);
  return open.length === 0 ? `${STATUS_MARKS.ok} ${all}` : overview.aliveButOpen(all, namesOf(open));
}

/** One target at a glance. */
export function overviewLines(view: TargetView, currency: string | null): Line[] {
  const { state, snapshot } = view;
  const problems = snapshot.problems.length;
  const sign = briefSign(state);
  const status = `${markOfState(state)} ${targetName(state)}: ${statusLabel(state.status).toLowerCase()}`;
  return [
    line`${bold(status)}${sign && ` · ${sign}`}${state.downSince && t.live.overview.downSince(state.downSince)}`,
    [upperFirst(figuresClause(snapshot, currency))],
    // Of a live trader that sends no real orders, by what; of any other the warnings say so.
    ...(state.mode === 'live' && state.money.value === false
      ? [[t.live.trading(tradingText(snapshot), t.live.noRealOrders)]]
      : []),
    ...liveWarnings(view).map((text) => [t.live.warning(text)]),
    ...runLines(view.controls, (isHalt) => (isHalt ? '🛑 ' : '⏸️ ')),
    ...handledLines(state),
    ...(problems === 0 ? [] : [[`${t.common.problems(problems)}.`]]),
  ];
}

/** `live docker (REAL MONEY, BREAKER ACTIVE)`. */
function labelled(view: TargetView): string {
  const labels = urgentLabels(view);
  return `${safeText(targetName(view.state))}${labels.length === 0 ? '' : ` (${labels.join(', ')})`}`;
}

const ORDER: readonly TargetStatus[] = ['down', 'unknown', 'no_heartbeat', 'stale_portfolio', 'late'];

/** Those that are not alive first, the gravest before the others; then who is. */
function sentence(views: readonly TargetView[]): string {
  const alive = joinNames(views.filter(({ state }) => state.status === 'ok').map(labelled), SHOWN);
  const others = ORDER.flatMap((status) => views.filter(({ state }) => state.status === status)).map(
    (view) => `${[stateClause(view.state), ...urgentLabels(view)].join(', ')}.`,
  );
  const rest = others.length === 0 ? [`${t.live.overview.noSigns}.`] : [];
  return [...others, ...(alive === null ? rest : [t.live.overview.aliveAre(alive)])].join(' ');
}
