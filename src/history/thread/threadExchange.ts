import type {
  ClosingBatch,
  ClosingExchange,
  DayRange,
  SharedClosing,
  SharedDay,
  ShareMarks,
} from '../shared/closings';
import type { ThreadHistory } from './threadHistory';

/** The exchange of closing values with the thread. Rejects with HistoryUnavailableError. */
export class ThreadExchange implements ClosingExchange {
  constructor(private readonly history: Pick<ThreadHistory, 'ask' | 'targets' | 'markShared' | 'health'>) {}

  isWriter(): boolean {
    return ['file', 'memory'].includes(this.history.health().mode);
  }

  nextToShare(): Promise<ClosingBatch | null> {
    return this.history.ask('nextToShare', []);
  }

  async markShared(batch: Pick<ClosingBatch, 'sharedUntilMs' | 'untilMs'>): Promise<void> {
    await this.history.ask('markShared', [batch]);
  }

  async shareAgain(): Promise<void> {
    await this.history.ask('shareAgain', []);
  }

  targets() {
    return this.history.targets();
  }

  async importClosings(closings: readonly SharedClosing[]): Promise<void> {
    await this.history.ask('importClosings', [closings]);
  }

  daysToShare(range: DayRange): Promise<readonly SharedDay[]> {
    return this.history.ask('daysToShare', [range]);
  }

  async importDays(days: readonly SharedDay[]): Promise<void> {
    await this.history.ask('importDays', [days]);
  }

  shareMarks(): Promise<ShareMarks> {
    return this.history.ask('shareMarks', []);
  }

  async setShareMarks(marks: ShareMarks): Promise<void> {
    await this.history.ask('setShareMarks', [marks]);
  }

  markSharedAt(at: Date): void {
    this.history.markShared(at);
  }
}
