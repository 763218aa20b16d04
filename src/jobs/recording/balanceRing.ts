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
    const seeded = new Map(this.known);
    for (const [target, points] of past) {
      const known = this.known.get(target) ?? [];
      const [firstMs = Number.POSITIVE_INFINITY] = known[0] ?? [];
      seeded.set(target, [...points.filter(([atMs]) => atMs < firstMs), ...known]);
    }
    this.known = seeded;
  }

  recent(): RecentBalances {
    return this.known;
  }
}
