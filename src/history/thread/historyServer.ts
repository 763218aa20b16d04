import { backoffMs } from '../../lib/backoff';
import type { Clock } from '../../lib/clock';
import type { HistoryDatabase } from '../sqlite/historyDatabase';
import { failureOf } from './failure';
import type { HistoryFile } from './historyFile';
import type { FromThread, Question, RecordRequest, ThreadState, ToThread } from './protocol';

/** When what could not be written is tried again; more often than a thread counts as hanging. */
const RETRY = { firstMs: 250, maxMs: 5_000 };
/** Sums up for so long at a time, in ms, before it looks for messages. */
const MAINTAIN_MS = 20;

/** Writes checks in their order, and answers questions between them. */
export class HistoryServer {
  private readonly waiting: RecordRequest[] = [];
  private failures = 0;
  private retry: NodeJS.Timeout | null = null;
  private isMaintaining = false;
  /** A check that can never be kept leaves a gap. */
  private wasLost = false;
  private sentState = '';

  constructor(
    private readonly file: HistoryFile,
    private readonly send: (message: FromThread) => void,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  handle(message: ToThread): void {
    if (message.kind === 'record') {
      this.waiting.push(message);
      if (this.retry === null) this.writeWaiting();
    } else if (message.kind === 'ask') this.answer(message);
    else this.close();
  }

  sendState(): void {
    const state = this.state();
    const text = JSON.stringify(state);
    if (text !== this.sentState) this.send({ kind: 'state', state });
    this.sentState = text;
  }

  private writeWaiting(): void {
    this.retry = null;
    for (let [next] = this.waiting; next !== undefined; [next] = this.waiting) {
      if (!this.write(next)) {
        this.failures += 1;
        this.retry = setTimeout(() => this.writeWaiting(), backoffMs(this.failures, RETRY));
        // It is said anew each time, so that it does not seem to hang.
        this.sentState = '';
        break;
      }
      this.waiting.shift();
      this.send({ kind: 'recorded' });
      this.failures = 0;
    }
    this.sendState();
    this.maintainSoon();
  }

  /** False where it is worth another try. */
  private write({ check, wereDropped, missedAfterMs }: RecordRequest): boolean {
    try {
      this.file.setMissedAfter(missedAfterMs);
      this.file.record(check, wereDropped || this.wasLost);
      this.wasLost = false;
      return true;
    } catch (error) {
      if (failureOf(error) !== null) return false;
      this.wasLost = true;
      this.send({
        kind: 'log',
        level: 'error',
        message: 'history cannot keep this check',
        details: { err: error },
      });
      return true;
    }
  }

  private maintainSoon(): void {
    if (this.isMaintaining) return;
    this.isMaintaining = true;
    setImmediate(() => {
      this.isMaintaining = false;
      const untilMs = this.clock.monotonicMs() + MAINTAIN_MS;
      let goesOn = true;
      while (goesOn && this.clock.monotonicMs() < untilMs) goesOn = this.maintain();
      if (goesOn) this.maintainSoon();
    });
  }

  /** What it cannot do now is tried again with the next check. */
  private maintain(): boolean {
    try {
      return this.file.maintain();
    } catch (error) {
      this.send({
        kind: 'log',
        level: 'error',
        message: 'history cannot be summed up',
        details: { err: error },
      });
      return false;
    }
  }

  private answer({ id, question, argument }: Extract<ToThread, { kind: 'ask' }>): void {
    try {
      const answer = this.file.ask((database) => ask(database, question, argument));
      this.send({ kind: 'answer', id, answer });
    } catch (error) {
      const failure = failureOf(error);
      const message = failure?.message ?? 'an internal error';
      if (failure === null)
        this.send({
          kind: 'log',
          level: 'error',
          message: 'history question failed',
          details: { question, err: error },
        });
      this.send({ kind: 'refused', id, message });
      this.sendState();
    }
  }

  private close(): void {
    if (this.retry !== null) clearTimeout(this.retry);
    this.file.close();
  }

  private state(): ThreadState {
    const { mode, problem, movedTo, openings } = this.file;
    return {
      mode,
      problem,
      movedTo,
      openings,
      recordedSince: this.recordedSince(),
      fileBytes: this.file.bytes(),
    };
  }

  private recordedSince(): Date | null {
    try {
      return this.file.ask((database) => database.recordedSince());
    } catch {
      return null;
    }
  }
}

/** Each question is a method of the database; what it is asked with was made by its type on the other side. */
function ask(database: HistoryDatabase, question: Question, argument: unknown): unknown {
  const method = database[question] as (argument: unknown) => unknown;
  return method.call(database, argument);
}
