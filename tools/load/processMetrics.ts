import { MB } from '../bench/report';
import { metricIn } from './metricIn';

/** What the bot's process says of itself at one moment. */
export interface ProcessSample {
  /** Since the first look, in s. */
  readonly atS: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** The longest that the event loop was late since the look before, in ms. */
  readonly longestDelayMs: number;
}

const LOOK_EVERY_MS = 1_000;
/** The event loop is asked every 10 ms, and what it says holds that: prom-client's default. */
const RESOLUTION_MS = 10;

/** Looks at the bot's `/metrics` every second. */
export class ProcessMetrics {
  private readonly taken: ProcessSample[] = [];
  private readonly begunMs = performance.now();
  private readonly looking: NodeJS.Timeout;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly url: string) {
    this.looking = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** What was seen from one moment to another, in ms of `performance.now()`. */
  between(fromMs: number, toMs: number): readonly ProcessSample[] {
    const within = (atS: number): boolean => {
      const atMs = this.begunMs + atS * 1000;
      return atMs >= fromMs && atMs <= toMs;
    };
    return this.taken.filter(({ atS }) => within(atS));
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    await this.last;
  }

  /** A bot that is too busy to say so is looked at a second later; what it missed is in the next look. */
  private look(): void {
    this.last = this.last.then(async () => {
      try {
        this.taken.push(await this.sample());
      } catch {}
    });
  }

  private async sample(): Promise<ProcessSample> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const delayMs = metricIn(text, 'nodejs_eventloop_lag_max_seconds') * 1000 - RESOLUTION_MS;
    return {
      atS: (performance.now() - this.begunMs) / 1000,
      rssMb: metricIn(text, 'process_resident_memory_bytes') / MB,
      heapMb: metricIn(text, 'nodejs_heap_size_used_bytes') / MB,
      longestDelayMs: Math.max(0, delayMs),
    };
  }
}
