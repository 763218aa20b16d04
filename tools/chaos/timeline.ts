import type { Clock } from '../../src/lib/clock';

export interface Told {
  /** Ms since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** What happened in a round, event by event. */
export class Story {
  private readonly told: Told[] = [];

  constructor(private readonly clock: Clock) {}

  tell(text: string, at = this.clock.now().getTime()): void {
    this.told.push({ at, text });
  }

  /** In order of time, one event a line, with the seconds since the first. */
  text(): string {
    const inOrder = [...this.told].sort((a, b) => a.at - b.at);
    const start = inOrder[0]?.at ?? 0;
    return inOrder.map(({ at, text }) => `  ${sinceText(at - start)}  ${text}`).join('\n');
  }
}

const sinceText = (ms: number): string => `${(ms / 1000).toFixed(2).padStart(7)} s`;
