import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandResult, Sandbox } from '../../sandbox';
import type { Span } from '../invariants/history';

/** ProbedCommand all the time, in this order. */
const QUESTIONS = [
  ['/arb-status', ''],
  ['/arb-alerts', ''],
  ['/arb-status', 'paper docker'],
  ['/arb-tuning', ''],
  ['/arb-alerts', 'why live docker'],
] as const;
const EVERY_MS = 1_300;
const WHERE = { user: 'operator', channel: 'ops' } as const;
/** An answer that did not come with the acknowledgement comes within this, in ms. */
const ANSWER_WITHIN_MS = 12_000;

export interface ProbedCommand {
  readonly line: string;
  readonly span: Span;
  /** How long the acknowledgement took, in ms; null when none came within 3 s. */
  readonly ackMs: number | null;
  /** Slack's error code, such as `operation_timeout`; null when it was acknowledged. */
  readonly failure: string | null;
  /** Whether the person saw an answer, be it that the state is unavailable. */
  readonly isAnswered: boolean;
}

/** Somebody who types commands without end. */
export class CommandProbe {
  private readonly asked: Promise<ProbedCommand>[] = [];
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly slack: Sandbox,
    private readonly now: () => number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves to all that was asked, once the last answers are there. */
  async stop(): Promise<readonly ProbedCommand[]> {
    this.stopped = true;
    await this.running;
    return Promise.all(this.asked);
  }

  private async run(): Promise<void> {
    for (let n = 0; !this.stopped; n++) {
      const [command, text] = QUESTIONS[n % QUESTIONS.length] ?? QUESTIONS[0];
      this.asked.push(this.ask(command, text));
      await sleep(EVERY_MS);
    }
  }

  private async ask(command: string, text: string): Promise<ProbedCommand> {
    const from = this.now();
    const result = await this.slack.command(command, text, WHERE);
    const isAnswered = result.failure === null && (await this.isAnswered(result));
    return {
      line: `${command} ${text}`.trim(),
      span: { from, to: this.now() },
      ackMs: result.ack?.ms ?? null,
      failure: result.failure,
      isAnswered,
    };
  }

  private async isAnswered({ ack, payload }: CommandResult): Promise<boolean> {
    if (ack?.body !== null && ack?.body !== '') return true;
    const url = payload?.response_url;
    const hasCome = () => this.slack.journal.responses().some((one) => one.url === url && one.carriedOut);
    const until = this.now() + ANSWER_WITHIN_MS;
    while (!hasCome() && this.now() < until) await sleep(50);
    return hasCome();
  }
}
