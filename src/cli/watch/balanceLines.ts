import type { CommandResponse } from '../../../commands/command';
import { t } from '../../../formatters';
import { richText } from '../../../formatters/blockKit/blocks';
import type { HistoryReader } from '../../history/historyReader';
import { type Clock, endsWithin } from '../../lib/clock';
import { memoizeFor } from '../../lib/memoize';
import { addMs } from '../../lib/time';
import { type Place, placeId, type TargetId } from '../../state/keys';
import { sparkline } from '../render/sparkline';

const DAY_MS = 86_400_000;
/** So many values of a day are read, as a bar of each of 24 h has four of them. */
const POINTS = 96;
/** The past is read this often, in ms. */
const READ_EVERY_MS = 60_000;
/** The present waits so long for the past at most, in ms: what is shown again and again shows it the next time. */
const WAIT_MS = { once: 5_000, again: 500 };

export interface BalanceLinesDeps {
  readonly history: HistoryReader;
  readonly clock: Clock;
  /** Of the terminal now. */
  readonly columns: () => number;
  readonly isOnce: boolean;
}

/** The reading with a line for the balance of each trader in the last 24 h below it, where that is recorded. */
export function withBalanceLines(
  read: () => Promise<CommandResponse>,
  { history, clock, columns, isOnce }: BalanceLinesDeps,
): () => Promise<CommandResponse> {
  const seriesOf = memoizeFor(READ_EVERY_MS, clock, async (target: TargetId) => {
    const to = clock.now();
    const query = { target, field: 'totalBalance', from: addMs(to, -DAY_MS), to, points: POINTS } as const;
    return history.series(query).catch(() => null);
  });
  const linesOf = async (targets: readonly TargetId[]): Promise<readonly string[]> => {
    const reading = Promise.all(targets.map(seriesOf));
    if (!(await endsWithin(reading, isOnce ? WAIT_MS.once : WAIT_MS.again))) return [];
    return (await reading).flatMap((series) => (series && sparkline(series, columns())) ?? []);
  };
  return async () => {
    const response = await read();
    const lines = await linesOf(targetsIn(response.data));
    if (lines.length === 0) return response;
    const { message } = response;
    const block = richText([t.terminal.watch.balance], ...lines.map((line) => [line]));
    return { ...response, message: { ...message, blocks: [...message.blocks, { type: 'divider' }, block] } };
  };
}

/** Those that an answer is about: one, or a list. */
function targetsIn(data: object | undefined): readonly TargetId[] {
  if (data === undefined) return [];
  const all: readonly unknown[] = 'targets' in data && Array.isArray(data.targets) ? data.targets : [data];
  return all.filter(isPlace).map(placeId);
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'mode' in value && 'env' in value;
