import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox';
import { classify, type ResponseOutcome } from './answers';
import { commandAt } from './commandMix';

/** An answer comes within 25 s, or the person gets an answer that says so; so long and a little more it is waited for, in ms. */
const LATEST_ANSWER_MS = 30_000;

interface Later {
  readonly text: string;
  readonly atMs: number;
}

/** Answers that come by a response_url. */
class LaterAnswers {
  private readonly waiting = new Map<string, (answer: Later) => void>();
  private readonly came = new Map<string, Later>();

  constructor(slack: Sandbox) {
    slack.journal.onRecord((record) => {
      if (record.kind !== 'response_url' || !record.carriedOut) return;
      const answer = { text: textIn(record.args), atMs: performance.now() };
      const waiting = this.waiting.get(record.url);
      if (waiting === undefined) this.came.set(record.url, answer);
      else waiting(answer);
    });
  }

  /** What was posted to the URL; null when nothing is within `limitMs`. */
  async to(url: string, limitMs: number): Promise<Later | null> {
    const answer = this.came.get(url) ?? (await this.coming(url, limitMs));
    this.came.delete(url);
    return answer;
  }

  private async coming(url: string, limitMs: number): Promise<Later | null> {
    const limit = new AbortController();
    const answer = new Promise<Later>((resolve) => this.waiting.set(url, resolve));
    const late = sleep(limitMs, null, { signal: limit.signal }).catch(() => null);
    const first = await Promise.race([answer, late]);
    limit.abort();
    this.waiting.delete(url);
    return first;
  }
}

/** Types commands on schedule, whether or not earlier ones were answered. */
export class Traffic {
  private sent = 0;
  private readonly later: LaterAnswers;

  constructor(private readonly slack: Sandbox) {
    this.later = new LaterAnswers(slack);
  }

  /** Sends them; resolves when the outcome of each is known. */
  async run({
    perSecond,
    seconds,
  }: {
    readonly perSecond: number;
    readonly seconds: number;
  }): Promise<ResponseOutcome[]> {
    const count = Math.round(perSecond * seconds);
    const begunMs = performance.now();
    const outcomes: Promise<ResponseOutcome>[] = [];
    while (outcomes.length < count) {
      const dueMs = begunMs + (outcomes.length * 1000) / perSecond;
      const untilMs = dueMs - performance.now();
      if (untilMs >= 1) await sleep(untilMs);
      else {
        outcomes.push(this.one(dueMs));
        // However late it is: what comes back must be read, or it would look as if it had not come.
        await immediately();
      }
    }
    return Promise.all(outcomes);
  }

  /** Its times are from when it was due: that this process was late counts against the bot. */
  private async one(dueMs: number): Promise<ResponseOutcome> {
    const { command, text, user } = commandAt(this.sent++);
    const sentMs = performance.now();
    const { ack, failure, payload } = await this.slack.command(command, text, { user, channel: 'ops' });
    const ackMs = ack === null ? null : sentMs - dueMs + ack.ms;
    const inAck = ack === null ? '' : textIn(ack.body);
    if (ackMs !== null && failure === null && inAck !== '')
      return { ackMs, answerMs: ackMs, kind: classify(inAck, 'inAck') };
    const url = payload?.response_url;
    const later = typeof url === 'string' ? await this.later.to(url, LATEST_ANSWER_MS) : null;
    if (later === null) return { ackMs, answerMs: null, kind: 'lost' };
    return { ackMs, answerMs: later.atMs - dueMs, kind: classify(later.text, 'later') };
  }
}

function textIn(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null || !('text' in body)) return '';
  return typeof body.text === 'string' ? body.text : '';
}
