import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/lib/clock';
import type { Span } from '../invariants/history';
import { within } from './keyWriting';
import type { LabClient } from './redis/fixture';

const EVERY_MS = 100;
/** An answer that takes longer is none. */
const WITHIN_MS = 500;

/** Asks Redis all the time whether it takes writes and gives them back, so that the truth about it is known. */
export class Probe {
  private readonly spans: Span[] = [];
  private answering: Span | null = null;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: LabClient,
    private readonly keys: readonly string[],
    private readonly clock: Clock,
    private readonly log: (text: string) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  get answers(): boolean {
    return this.answering !== null;
  }

  /** When Redis took and gave everything. */
  answered(): readonly Span[] {
    return [...this.spans, ...(this.answering === null ? [] : [this.answering])];
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const from = this.now();
      const isAnswered = await this.ask();
      this.note(isAnswered ? { from, to: this.now() } : null);
      await sleep(EVERY_MS);
    }
  }

  private note(span: Span | null): void {
    if (span === null) {
      if (this.answering !== null) {
        this.spans.push(this.answering);
        this.log('Redis does not answer everything');
      }
      this.answering = null;
    } else {
      if (this.answering === null) this.log('Redis answers');
      this.answering = { from: this.answering?.from ?? span.from, to: span.to };
    }
  }

  private async ask(): Promise<boolean> {
    const asked = this.keys.map(async (key) => {
      await this.client.call('set', key, '1', 'px', '60000');
      await this.client.call('get', key);
    });
    return within(WITHIN_MS, Promise.all(asked)).then(
      () => true,
      () => false,
    );
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
