import type { Clock } from '../../src/lib/clock';

export interface LogEntry {
  /** Ms since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** What happened in a round, event by event. */
export class RoundLog {
  private readonly reported: LogEntry[] = [];

  constructor(private readonly clock: Clock) {}

  add(text: string, at = this.clock.now().getTime()): void {
    this.reported.push({ at, text });
  }

  /** In order of time, one event a line, with the seconds since the first. */
  text(): string {
    const inOrder = [...this.reported].sort((a, b) => a.at - b.at);
    const start = inOrder[0]?.at ?? 0;
    return inOrder.map(({ at, text }) => `  ${sinceText(at - start)}  ${text}`).join('\n');
  }
}

const sinceText = (ms: number): string => `${(ms / 1000).toFixed(2).padStart(7)} s`;
