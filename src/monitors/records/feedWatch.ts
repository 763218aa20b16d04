import { addMs } from '../../lib/time';
import type { RecordRead } from '../../state/records/readRecord';
import { feedOf, type Price } from '../../state/records/records';
import type { WatchedFeed } from './watchedRecords';

/** When the prices of one target were last written, also where no TTL tells: then as it is seen to change. */
export class FeedWatch {
  private stamps = new Map<string, { readonly at: Date | null; readonly changedAt: Date | null }>();

  /** What was read of all of them. */
  apply(reads: readonly RecordRead<Price>[], now: Date): readonly WatchedFeed[] {
    const before = this.stamps;
    this.stamps = new Map();
    return reads.map(({ record, value, problems }): WatchedFeed => {
      const feed = feedOf(record);
      if (value === null)
        return { ...feed, state: problems.length > 0 ? 'unreadable' : 'gone', writtenAt: null };
      const was = before.get(record.key);
      const isOther = was !== undefined && value.at !== null && value.at.getTime() !== was.at?.getTime();
      const changedAt = isOther ? now : (was?.changedAt ?? null);
      this.stamps.set(record.key, { at: value.at, changedAt });
      const writtenAt = value.ageMs === null ? changedAt : addMs(now, -value.ageMs);
      return { ...feed, state: 'there', writtenAt };
    });
  }
}
