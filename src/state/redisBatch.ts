import type { ChainableCommander, Redis } from 'ioredis';
import { COMMAND_TIMEOUT_MS, NoAnswer } from './noAnswer';

type Settle = (error: Error | null, reply: unknown) => void;

/**
 * Makes one trip to one Redis of all the commands of a tick. ioredis's own auto-pipelining does so too, and keeps the
 * next trip waiting until the last one is back; it costs a timer for each command as well, where this needs one a trip.
 */
export class RedisBatches {
  private open: Batch | null = null;

  constructor(private readonly redis: Redis) {}

  /** The reply to the one command that `write` adds to the pipeline. Throws NoAnswer after 1 s. */
  add<T>(write: (pipeline: ChainableCommander) => unknown): Promise<T> {
    const batch = this.open ?? this.begin();
    return new Promise<T>((resolve, reject) => {
      // ioredis does not type the replies to a pipeline: they are those to the single commands.
      batch.add(write, (error, reply) => (error ? reject(error) : resolve(reply as T)));
    });
  }

  private begin(): Batch {
    const batch = new Batch(this.redis.pipeline());
    this.open = batch;
    setImmediate(() => {
      this.open = null;
      batch.send();
    });
    return batch;
  }
}

class Batch {
  private readonly settles: Settle[] = [];
  private readonly limit = setTimeout(() => this.failAll(new NoAnswer()), COMMAND_TIMEOUT_MS);

  constructor(private readonly pipeline: ChainableCommander) {}

  add(write: (pipeline: ChainableCommander) => unknown, settle: Settle): void {
    write(this.pipeline);
    this.settles.push(settle);
  }

  send(): void {
    this.pipeline
      .exec()
      .finally(() => clearTimeout(this.limit))
      .then(
        (replies) => {
          this.settles.forEach((settle, i) => {
            settle(...(replies?.[i] ?? [new NoAnswer(), null]));
          });
        },
        (error: Error) => this.failAll(error),
      );
  }

  private failAll(error: Error): void {
    for (const settle of this.settles) settle(error, null);
  }
}
