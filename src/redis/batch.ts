import type { Redis } from 'ioredis';
import { COMMAND_TIMEOUT_MS, NoAnswer } from './timeout';

/**
 * Makes one trip to one Redis of all the commands of a tick, by holding its socket back until the tick's end. A pipeline
 * of ioredis does so too, for twice the work; its auto-pipelining keeps the next trip waiting until the last one is back.
 */
export class CommandBatcher {
  private open: Batch | null = null;

  constructor(private readonly redis: Redis) {}

  /** The reply to a command. Throws NoAnswer after 1 s. */
  add<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const batch = this.open ?? this.begin();
    return batch.answered(command(this.redis));
  }

  private begin(): Batch {
    // There is none before the first attempt to connect; what is asked for by then waits in ioredis.
    const stream: Redis['stream'] | undefined = this.redis.stream;
    stream?.cork();
    setImmediate(() => {
      this.open = null;
      stream?.uncork();
    });
    this.open = new Batch();
    return this.open;
  }
}

/** The commands of a tick, with one time-out for all. */
class Batch {
  private readonly waiting = new Set<(error: Error) => void>();
  private readonly limit = setTimeout(() => this.failAll(), COMMAND_TIMEOUT_MS);

  answered<T>(reply: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.add(reject);
      reply.then(
        (value) => {
          this.ended(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.ended(reject);
          reject(error);
        },
      );
    });
  }

  private ended(reject: (error: Error) => void): void {
    this.waiting.delete(reject);
    if (this.waiting.size === 0) clearTimeout(this.limit);
  }

  private failAll(): void {
    for (const reject of this.waiting) reject(new NoAnswer());
  }
}
