import type { Uptime } from '../../model/closing';
import { type Interval, without } from '../../tiers/intervals';
import { ceilTo, FIVE_MINUTES_MS, floorTo } from '../../tiers/tiers';
import { getMark } from '../marks';
import type { Statements } from '../statements';
import { type Piece, readPieces } from './pieces';
import { gapOf } from './readSeries';
import { ownUptime, unwatchedBy } from './watched';

interface UptimeRead extends Interval {
  readonly id: number | null;
  readonly missedAfterMs: number;
}

/**
 * By the buckets that lie within, which know what other instances watched, too; and elsewhere by what this one recorded.
 */
export function readUptime(db: Statements, query: UptimeRead): Uptime {
  const { id, fromMs, toMs, missedAfterMs } = query;
  const gaps = unwatchedBy(db, query, missedAfterMs).map(gapOf);
  if (id === null) return { watchedMs: 0, upMs: 0, gaps };
  const startMs = ceilTo(fromMs, FIVE_MINUTES_MS);
  const doneMs = getMark(db, 'five_minutes_until') ?? Number.POSITIVE_INFINITY;
  const endMs = Math.min(floorTo(toMs, FIVE_MINUTES_MS), doneMs);
  if (startMs >= endMs) return { ...ownUptime(db, query, missedAfterMs), gaps };
  const pieces = readPieces(db, { id, fromMs: startMs, toMs: endMs, field: 'signAgeMs' });
  const buckets = pieces.map(({ bucket, toMs: end }) => ({ fromMs: bucket.startMs, toMs: end }));
  const beside = without([{ fromMs, toMs }], buckets).map((each) =>
    ownUptime(db, { id, ...each }, missedAfterMs),
  );
  return { ...sum([...beside, ...pieces.map(({ bucket }) => bucket)]), gaps };
}

const sum = (parts: readonly Pick<Piece['bucket'], 'watchedMs' | 'upMs'>[]) => ({
  watchedMs: parts.reduce((all, { watchedMs }) => all + watchedMs, 0),
  upMs: parts.reduce((all, { upMs }) => all + upMs, 0),
});
