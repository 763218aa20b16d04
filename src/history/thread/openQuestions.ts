import { HistoryUnavailableError } from '../historyReader';
import type { HistoryHealth } from '../model/health';

/** An answer is waited for so long, in ms: who asks has 3 s in all. A thread that was just started loads its modules first. */
const ANSWER_LIMIT_MS = { running: 1_000, starting: 10_000 };

interface OpenQuestion {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** The questions that the thread has not answered yet. */
export class OpenQuestions {
  private readonly open = new Map<number, OpenQuestion>();
  private lastId = 0;

  constructor(private readonly health: () => HistoryHealth) {}

  get count(): number {
    return this.open.size;
  }

  /** `Answer` is what the question that is sent is answered with. */
  ask<Answer>(
    send: (id: number) => void,
    thread: keyof typeof ANSWER_LIMIT_MS,
    signal?: AbortSignal,
  ): Promise<Answer> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<Answer>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const late = () => this.refused(id, 'the disk does not answer in time');
      const limit = setTimeout(late, ANSWER_LIMIT_MS[thread]);
      const onAbort = (): void => this.end(id, (question) => question.reject(signal?.reason));
      signal?.addEventListener('abort', onAbort, { once: true });
      const ended =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(limit);
          signal?.removeEventListener('abort', onAbort);
          settle(value);
        };
      this.open.set(id, { resolve: ended(resolve as (answer: unknown) => void), reject: ended(reject) });
      send(id);
    });
  }

  answered(id: number, answer: unknown): void {
    this.end(id, ({ resolve }) => resolve(answer));
  }

  refused(id: number, message: string): void {
    this.end(id, ({ reject }) => reject(this.unavailable(message)));
  }

  refuseAll(message: string): void {
    for (const id of [...this.open.keys()]) this.refused(id, message);
  }

  unavailable(message: string): HistoryUnavailableError {
    return new HistoryUnavailableError(`The history cannot be read: ${message}`, this.health());
  }

  private end(id: number, settle: (question: OpenQuestion) => void): void {
    const question = this.open.get(id);
    this.open.delete(id);
    if (question !== undefined) settle(question);
  }
}
