import { addMs } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import type { Stake } from './evidence';

const POSITIONS = 'positions_count';

/** What the trader reported last of its money, with this snapshot; undefined where it never did. */
export function observedStake(before: Stake | undefined, snapshot: LiveStatusSnapshot): Stake | undefined {
  const portfolio = portfolioOf(snapshot) ?? before?.portfolio ?? null;
  const positions = positionsOf(snapshot) ?? before?.positions ?? null;
  return portfolio === null && positions === null ? undefined : { portfolio, positions };
}

function portfolioOf(snapshot: LiveStatusSnapshot): Stake['portfolio'] {
  const balance = finite(snapshot.totalBalance);
  const exposure = finite(snapshot.utilizationRate);
  if (balance === null && exposure === null) return null;
  return { balance, exposure, at: writtenAt(snapshot, snapshot.portfolioAgeMs) };
}

function positionsOf(snapshot: LiveStatusSnapshot): Stake['positions'] {
  if (snapshot.areMetricsOutdated) return null;
  const value = snapshot.liveMetrics.find(({ name }) => name === POSITIONS)?.value;
  const count = typeof value === 'number' ? finite(value) : null;
  return count === null ? null : { count, at: writtenAt(snapshot, snapshot.metricsAgeMs) };
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

const writtenAt = ({ timestamp }: LiveStatusSnapshot, ageMs: number | null): Date | null =>
  ageMs === null ? null : addMs(timestamp, -ageMs);
