import type { RecentBalances } from '../../alerting';
import { type BalancePoint, withBalance } from '../../alerting/evidence/recentBalances';
import type { HistoryReader } from '../../history/historyReader';
import { addMs } from '../../lib/time';
import type { TargetId } from '../../state/keys';

const HOUR_MS = 3_600_000;
/** An hour of checks, one a second. */
const MOST_SAMPLES = 3_600;

/** The balances of the last hour as they were recorded. Rejects with HistoryUnavailableError where they cannot be read in time. */
export async function pastBalances(
  history: Pick<HistoryReader, 'targets' | 'samples'>,
  now: Date,
): Promise<RecentBalances> {
  const from = addMs(now, -HOUR_MS);
  const found = new Map<TargetId, readonly BalancePoint[]>();
  for (const { target, lastAt } of await history.targets()) {
    if (lastAt < from) continue;
    const samples = await history.samples({ target, from, to: now, limit: MOST_SAMPLES });
    found.set(
      target,
      samples.reduce<readonly BalancePoint[]>(
        (known, { at, values: { totalBalance } }) =>
          totalBalance === undefined ? known : withBalance(known, [at.getTime(), totalBalance]),
        [],
      ),
    );
  }
  return found;
}
