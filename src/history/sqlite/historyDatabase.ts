import { earlier, later } from '../../lib/time';
import type { ClosingsQuery, RecordedTarget, SamplesQuery, SeriesQuery, SpanQuery } from '../historyReader';
import type { CheckRecord } from '../model/checkRecord';
import type { DayClosing, Uptime } from '../model/closing';
import type { TargetEvents } from '../model/events';
import type { RecordedSample } from '../model/recordedSample';
import type { Series } from '../model/series';
import type { WatchSettings } from '../model/watching';
import type { ClosingBatch, DayRange, SharedClosing, SharedDay, ShareMarks } from '../shared/closings';
import type { Retention } from '../tiers/tiers';
import { setMark } from './marks';
import { readClosings } from './read/readClosings';
import { readEvents } from './read/readEvents';
import { readSamples } from './read/readSamples';
import { readTargets } from './read/readTargets';
import { readUptime } from './read/readUptime';
import { readSeries } from './read/series/readSeries';
import { daysToShare, markShared, nextBatch } from './share/exportClosings';
import { type ImportDeps, takeClosings, takeDays } from './share/importClosings';
import { readShareMarks, writeShareMarks } from './share/shareMarks';
import type { Statements } from './statements';
import { TargetIds } from './targetIds';
import { EventWriter } from './write/events';
import { pruneNext } from './write/prune';
import { type RecordOptions, writeCheck } from './write/recordCheck';
import { rollUpNext } from './write/rollUp';

/** The history in SQLite: each method is one statement after another, and throws what SQLite does. */
export class HistoryDatabase {
  readonly ids: TargetIds;
  private readonly events: EventWriter;

  constructor(
    readonly db: Statements,
    private readonly settings: WatchSettings,
    private readonly retention: Retention,
  ) {
    this.ids = new TargetIds(db);
    this.events = new EventWriter(db);
  }

  /** All of the check or nothing. */
  record(check: CheckRecord, options?: RecordOptions): void {
    const { db, ids, events, settings } = this;
    try {
      db.transaction(() => writeCheck({ db, ids, events, ...settings }, check, options));
    } catch (error) {
      ids.forget();
      events.forget();
      throw error;
    }
  }

  /** Sums up one span, or removes what is old; false where there is nothing to do. */
  maintain(): boolean {
    const { db, ids, settings, retention } = this;
    return rollUpNext({ db, ids, ...settings }) || pruneNext(db, ids, retention);
  }

  series(query: SeriesQuery): Series {
    const to = later(query.from, earlier(query.to, this.settings.clock.now()));
    return readSeries(this.db, { ...query, to, ...this.of(query) });
  }

  closings(query: ClosingsQuery): readonly DayClosing[] {
    const now = this.settings.clock.now();
    const until = earlier(query.until, now);
    return readClosings(this.db, { ...query, until, nowMs: now.getTime(), ...this.of(query) });
  }

  eventsOf(query: SpanQuery): TargetEvents {
    return readEvents(this.db, { ...query, ...this.of(query) });
  }

  uptime({ target, from, to }: SpanQuery): Uptime {
    const toMs = earlier(to, this.settings.clock.now()).getTime();
    return readUptime(this.db, { fromMs: from.getTime(), toMs, ...this.of({ target }) });
  }

  samples(query: SamplesQuery): readonly RecordedSample[] {
    return readSamples(this.db, { ...query, ...this.of(query) });
  }

  nextToShare(): ClosingBatch | null {
    return nextBatch(this.db, this.ids);
  }

  markShared(batch: Pick<ClosingBatch, 'sharedUntilMs' | 'untilMs'>): void {
    markShared(this.db, batch);
  }

  shareAgain(): void {
    setMark(this.db, 'shared_until', 0);
  }

  importClosings(closings: readonly SharedClosing[]): void {
    this.inTransaction((deps) => takeClosings(deps, closings));
  }

  daysToShare(range: DayRange): readonly SharedDay[] {
    return daysToShare(this.db, this.ids, range, this.settings.missedAfterMs);
  }

  importDays(days: readonly SharedDay[]): void {
    this.inTransaction((deps) => takeDays(deps, days));
  }

  shareMarks(): ShareMarks {
    return readShareMarks(this.db);
  }

  setShareMarks(marks: ShareMarks): void {
    writeShareMarks(this.db, marks);
  }

  targets(): readonly RecordedTarget[] {
    return readTargets(this.db);
  }

  /** Null before the first record. */
  recordedSince(): Date | null {
    const ms = this.db.row<[number | null]>('SELECT min(first_at) FROM targets')?.[0] ?? null;
    return ms === null ? null : new Date(ms);
  }

  close(): void {
    this.db.close();
  }

  private inTransaction(change: (deps: ImportDeps) => void): void {
    const { db, ids, settings } = this;
    try {
      db.transaction(() => change({ db, ids, missedAfterMs: settings.missedAfterMs }));
    } catch (error) {
      ids.forget();
      throw error;
    }
  }

  private of({ target }: { readonly target: string }) {
    return { id: this.ids.find(target) ?? null, missedAfterMs: this.settings.missedAfterMs };
  }
}
