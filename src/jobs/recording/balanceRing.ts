import type { RecentBalances } from '../../alerting';
import { withBalance } from '../../alerting/evidence/recentBalances';
import type { CheckRecord } from '../../history/model/checkRecord';

/** The balances of the last hour by what this instance observed, in memory: at most one a minute and target. */
export class BalanceRing {
  private known: RecentBalances = new Map();

  record(check: CheckRecord): void {
    if (check.kind === 'unavailable') return;
    this.known = new Map(
      check.targets.map(({ target, values: { totalBalance } }) => {
        const before = this.known.get(target) ?? [];
        return [
          target,
          totalBalance === undefined ? before : withBalance(before, [check.at.getTime(), totalBalance]),
        ];
      }),
    );
  }

  /** What is known of before, as by a history that outlives a restart. */
  seed(past: RecentBalances): void {
    for (const [target, points] of past) {
      const known = this.known.get(target) ?? [];
      const [firstMs = Number.POSITIVE_INFINITY] = known[0] ?? [];
      const before = points.filter(([atMs]) => atMs < firstMs);
      this.known = new Map([...this.known, [target, [...before, ...known]]]);
    }
  }

  recent(): RecentBalances {
    return this.known;
  }
}
