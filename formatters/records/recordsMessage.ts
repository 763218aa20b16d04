import type { TargetView } from '../../src/alerting/targetStates';
import type { RecordsSnapshot } from '../../src/monitors/records/recordsSnapshot';
import { contextBlock, header, type Line, literal, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { blockMrkdwn, mrkdwn, safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { urgentLabels } from '../live/controlText';
import { stateClause } from '../live/liveText';
import { catalogues, t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { docsPlace, TRADING_SYSTEM_PAGE } from '../text/docsPlace';
import { joinNames } from '../text/lists';
import { problemList } from '../text/problemList';
import { targetName } from '../text/targetNames';
import { needsLook, orderLines } from './orderLines';
import { noPositionLines, pnlText, positionEvidence, positionLines, positionTable } from './positionLines';
import { byExchange, isThere, priceLines } from './priceLines';

/** Of what began within so many ms nothing need be said. */
const RECENT_MS = 10_000;
const EXCHANGES_NAMED = 6;

/** What one trader holds, its newest orders and executions, and the prices that it gets. */
export function recordsMessage(view: TargetView, snapshot: RecordsSnapshot, options: FormatOptions): Message {
  const currency = currencyOf(options, view.state.target);
  const { timestamp, problems } = snapshot;
  const blocks: MessageBlock[] = [
    header(t.records.heading(targetName(view.state), positionsText(snapshot), urgentLabels(view))),
    ...stateBlocks(view),
    ...(isNotKnown(snapshot)
      ? [richText([t.records.stillLooking], ...positionEvidence(view, currency))]
      : recordBlocks(view, snapshot, currency, options)),
    ...problemList(problems),
    contextBlock(...smallPrint(snapshot).map(blockMrkdwn), t.common.readAt(timestamp)),
  ];
  return dataMessage(spokenText(view, snapshot, currency), blocks, options);
}

function recordBlocks(
  view: TargetView,
  snapshot: RecordsSnapshot,
  currency: string | null,
  { docsUrl }: FormatOptions,
): MessageBlock[] {
  const { positions, prices, timestamp } = snapshot;
  const place = docsPlace(TRADING_SYSTEM_PAGE, catalogues.en.records.noPositions.heading, docsUrl);
  return [
    richText(
      ...(positions.count === 0
        ? noPositionLines(view, currency, place)
        : positionLines(positions, currency, timestamp)),
    ),
    ...positionTable(positions, currency, timestamp),
    richText(...orderLines(snapshot, currency)),
    richText(...priceLines(prices)),
  ];
}

/** True of one of which nothing can be said before the first pass over all keys has ended. */
const isNotKnown = ({ knownUntil, positions, orders, executions, prices }: RecordsSnapshot): boolean =>
  knownUntil === null &&
  prices.length === 0 &&
  [positions, orders, executions].every(({ count }) => count === 0);

/** `2 positions`, `positions not reported`. */
export function positionsText(snapshot: RecordsSnapshot): string {
  if (isNotKnown(snapshot)) return t.records.positionsNotKnown;
  const { count } = snapshot.positions;
  return count === 0 ? t.records.positionsNotReported : t.records.positions(count);
}

/** What a trader that is not alive has recorded is of the past. */
const stateBlocks = ({ state }: TargetView): MessageBlock[] =>
  state.status === 'ok' ? [] : [contextBlock(`${stateClause(state)}.`)];

/** How complete the figures are; empty where they are. */
export function smallPrint(snapshot: RecordsSnapshot): Line[] {
  const { knownUntil, timestamp } = snapshot;
  if (knownUntil === null) return isNotKnown(snapshot) ? [] : [[t.records.stillLooking]];
  const isRecent = timestamp.getTime() - knownUntil.getTime() < RECENT_MS;
  return isRecent ? [] : [t.records.mayBeMissing(knownUntil)];
}

/** What a notification says: what it holds, the largest loss, and what went wrong. */
export function spokenText(view: TargetView, snapshot: RecordsSnapshot, currency: string | null): string {
  const { spoken } = t.records;
  const bad = snapshot.orders.items.filter(needsLook).length;
  const gone = [...byExchange(snapshot.prices)].flatMap(([name, feeds]) =>
    feeds.some(isThere) ? [] : [name],
  );
  const silent = joinNames(gone, EXCHANGES_NAMED);
  return [
    heldText(view, snapshot, currency),
    ...(bad === 0 ? [] : [spoken.badOrders(bad)]),
    ...(silent === null ? [] : [spoken.goneFeeds(safeText(silent))]),
    ...(snapshot.problems.length === 0 ? [] : [`${t.common.problems(snapshot.problems.length)}.`]),
  ].join(' ');
}

function heldText({ state }: TargetView, snapshot: RecordsSnapshot, currency: string | null): string {
  const { spoken } = t.records;
  const name = safeText(targetName(state));
  const { items, count } = snapshot.positions;
  const [worst] = items;
  if (isNotKnown(snapshot)) return spoken.notKnown(name);
  if (count === 0) return spoken.notReported(name);
  const held = positionsText(snapshot);
  if (worst === undefined) return spoken.positions(name, held, null);
  if (worst.pnl !== null && worst.pnl < 0)
    return spoken.positions(
      name,
      held,
      spoken.loss(mrkdwn([literal(worst.symbol, 30)]), pnlText(worst, currency)),
    );
  return items.every(({ pnl }) => pnl !== null)
    ? spoken.noLoss(name, held)
    : spoken.positions(name, held, null);
}
