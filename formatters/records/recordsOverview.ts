import type { TargetView } from '../../src/alerting/targetStates';
import type { RecordsSnapshot } from '../../src/monitors/records/recordsSnapshot';
import { bold, contextBlock, header, type Line, line, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { blockMrkdwn } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { urgentLabels } from '../live/controlText';
import { markOfState } from '../live/statusText';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { take } from '../text/lists';
import { targetName } from '../text/targetNames';
import { nameText } from './figure';
import { positionLines } from './positionLines';
import { byExchange, isThere } from './priceLines';
import { positionsText, smallPrint, spokenText } from './recordsMessage';

/** A trader, and what it has recorded. */
export interface TargetRecords {
  readonly view: TargetView;
  readonly snapshot: RecordsSnapshot;
}

/** More would not fit into one message. */
const TARGETS_SHOWN = 10;
const POSITIONS_SHOWN = 2;

/** What all traders hold, in a few lines each. Where none has recorded anything, the message says so. */
export function recordsOverview(
  all: readonly TargetRecords[],
  { now, isLooking }: { readonly now: Date; readonly isLooking: boolean },
  options: FormatOptions,
): Message {
  const read = t.common.readAt(now);
  if (all.length === 0) {
    const text = isLooking ? t.records.stillLooking : t.records.nothingRecorded;
    return dataMessage(text, [richText([text]), contextBlock(read)], options);
  }
  const { items, more } = take(all, TARGETS_SHOWN);
  const leastKnown = [...items].sort((a, b) => knownMs(a) - knownMs(b)).slice(0, 1);
  const blocks: MessageBlock[] = [
    header(t.records.allHeading),
    ...items.flatMap((one): MessageBlock[] => [
      { type: 'divider' },
      richText(...targetLines(one, currencyOf(options, one.view.state.target))),
    ]),
    ...(more === 0 ? [] : [richText([t.live.moreTraders(more)])]),
    richText(t.records.askFor('/arb-positions live docker')),
    contextBlock(...leastKnown.flatMap(({ snapshot }) => smallPrint(snapshot).map(blockMrkdwn)), read),
  ];
  const text = items
    .map(({ view, snapshot }) => spokenText(view, snapshot, currencyOf(options, view.state.target)))
    .join(' ');
  return dataMessage(text, blocks, options);
}

const knownMs = ({ snapshot }: TargetRecords): number => snapshot.knownUntil?.getTime() ?? 0;

function targetLines({ view, snapshot }: TargetRecords, currency: string | null): Line[] {
  const name = t.records.heading(targetName(view.state), positionsText(snapshot), urgentLabels(view));
  const { orders, executions, prices, positions, timestamp, problems } = snapshot;
  const exchanges = [...byExchange(prices)].map(([exchange, feeds]) => {
    const there = feeds.filter(isThere).length;
    return t.records.overview.exchange(nameText(exchange), there, feeds.length - there);
  });
  return [
    line`${bold(`${markOfState(view.state)} ${name}`)}`,
    ...(positions.count === 0 ? [] : positionLines(positions, currency, timestamp, POSITIONS_SHOWN)),
    [t.records.overview.counts(orders.count, executions.count)],
    ...(exchanges.length === 0 ? [] : [[exchanges.join(' · ')]]),
    ...(problems.length === 0 ? [] : [[`${t.common.problems(problems.length)}.`]]),
  ];
}
