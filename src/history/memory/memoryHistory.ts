import type {
  ClosingsQuery,
  HistoryReader,
  RecordedTarget,
  SamplesQuery,
  SeriesQuery,
  SpanQuery,
} from '../historyReader';
import type { CheckRecord, HistoryRecorder } from '../model/checkRecord';
import type { DayClosing, Uptime } from '../model/closing';
import type { TargetEvents } from '../model/events';
import type { HistoryHealth } from '../model/health';
import type { RecordedSample } from '../model/recordedSample';
import type { Series } from '../model/series';
import type { WatchSettings } from '../model/watching';
import { memoryClosings } from './memoryClosings';
import { memoryEvents } from './memoryEvents';
import { sampleAt } from './memoryGaps';
import { memorySeries } from './memorySeries';
import { memoryUptime } from './memoryUptime';

/** Every check in an array, and each answer worked out from all of them: for tests, and for the demo. */
export class MemoryHistory implements HistoryReader, HistoryRecorder {
  private readonly checks: CheckRecord[] = [];

  constructor(private readonly settings: WatchSettings) {}

  record(check: CheckRecord): void {
    this.checks.push(check);
  }

  async series(query: SeriesQuery): Promise<Series> {
    return memorySeries(this.checks, query, this.settings);
  }

  async closings(query: ClosingsQuery): Promise<readonly DayClosing[]> {
    return memoryClosings(this.checks, query, this.settings);
  }

  async events(query: SpanQuery): Promise<TargetEvents> {
    return memoryEvents(this.checks, query, this.settings);
  }

  async uptime(query: SpanQuery): Promise<Uptime> {
    return memoryUptime(this.checks, query, this.settings);
  }

  async samples({ target, from, to, limit }: SamplesQuery): Promise<readonly RecordedSample[]> {
    const samples = this.checks.flatMap((check): RecordedSample[] => {
      const sample = check.at >= from && check.at < to ? sampleAt(check, target) : null;
      if (sample === null) return [];
      return [{ at: check.at, resolution: 'check', values: sample.values, status: sample.status }];
    });
    return samples.slice(0, limit);
  }

  async targets(): Promise<readonly RecordedTarget[]> {
    const found = new Map<string, RecordedTarget>();
    for (const check of this.checks)
      for (const { target } of check.kind === 'observed' ? check.targets : [])
        found.set(target, { target, firstAt: found.get(target)?.firstAt ?? check.at, lastAt: check.at });
    return [...found.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
  }

  health(): HistoryHealth {
    return {
      mode: 'memory',
      file: null,
      problem: null,
      movedTo: null,
      recordedSince: this.checks[0]?.at ?? null,
      droppedChecks: 0,
      pendingChecks: 0,
      sharedAt: null,
      fileBytes: null,
    };
  }
}
