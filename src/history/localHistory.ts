import type {
  ClosingsQuery,
  HistoryReader,
  RecordedTarget,
  SamplesQuery,
  SeriesQuery,
  SpanQuery,
} from './historyReader';
import type { CheckRecord, HistoryRecorder } from './model/checkRecord';
import type { DayClosing, Uptime } from './model/closing';
import type { TargetEvents } from './model/events';
import type { HistoryHealth } from './model/health';
import type { RecordedSample } from './model/recordedSample';
import type { Series } from './model/series';
import type { WatchSettings } from './model/watching';
import type { ClosingExchange } from './shared/closings';
import { loadSqlite } from './sqlite/driver';
import { HistoryDatabase } from './sqlite/historyDatabase';
import { ensureSchema } from './sqlite/schema';
import { Statements } from './sqlite/statements';
import { IN_FILE } from './tiers/tiers';

/** The history in this thread and in memory: for a past that is made, as in the demo and in simulations. */
export class LocalHistory implements HistoryReader, HistoryRecorder {
  private constructor(private readonly database: HistoryDatabase) {}

  /** Throws Error where this Node has no SQLite. */
  static async open(settings: WatchSettings): Promise<LocalHistory> {
    const open = await loadSqlite();
    if (open === null)
      throw new Error('there is no SQLite: install @photostructure/sqlite, or use Node 22.13 or newer');
    const db = new Statements(open(':memory:', { readOnly: false }));
    ensureSchema(db);
    return new LocalHistory(new HistoryDatabase(db, settings, IN_FILE));
  }

  record(check: CheckRecord): void {
    this.database.record(check);
    while (this.database.maintain());
  }

  async series(query: SeriesQuery): Promise<Series> {
    return this.database.series(query);
  }

  async closings(query: ClosingsQuery): Promise<readonly DayClosing[]> {
    return this.database.closings(query);
  }

  async events(query: SpanQuery): Promise<TargetEvents> {
    return this.database.eventsOf(query);
  }

  async uptime(query: SpanQuery): Promise<Uptime> {
    return this.database.uptime(query);
  }

  async samples(query: SamplesQuery): Promise<readonly RecordedSample[]> {
    return this.database.samples(query);
  }

  async targets(): Promise<readonly RecordedTarget[]> {
    return this.database.targets();
  }

  /** As another instance would exchange closing values with it. */
  get exchange(): ClosingExchange {
    const { database } = this;
    return {
      isWriter: () => true,
      markSharedAt: () => undefined,
      nextToShare: async () => database.nextToShare(),
      markShared: async (batch) => database.markShared(batch),
      shareAgain: async () => database.shareAgain(),
      targets: async () => database.targets(),
      importClosings: async (closings) => database.importClosings(closings),
      daysToShare: async (range) => database.daysToShare(range),
      importDays: async (days) => database.importDays(days),
      shareMarks: async () => database.shareMarks(),
      setShareMarks: async (marks) => database.setShareMarks(marks),
    };
  }

  health(): HistoryHealth {
    return {
      mode: 'memory',
      file: null,
      problem: null,
      movedTo: null,
      recordedSince: this.database.recordedSince(),
      droppedChecks: 0,
      pendingChecks: 0,
      sharedAt: null,
      fileBytes: null,
    };
  }

  close(): void {
    this.database.close();
  }
}
