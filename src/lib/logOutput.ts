import { Writable } from 'node:stream';

/** Why a line of the log was lost: nobody reads any more, there is no room, or anything else. */
export type LogLoss = 'closed' | 'full' | 'other';

const LOSS_BY_CODE: Readonly<Record<string, LogLoss>> = {
  EPIPE: 'closed',
  ECONNRESET: 'closed',
  EIO: 'closed',
  EBADF: 'closed',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
};

/**
 * Writes the log to a stream of the process, and goes on where that fails: what cannot be written is counted and lost.
 * Each line is tried, so the log goes on by itself once it can.
 */
export class LogOutput extends Writable {
  private readonly lost: Record<LogLoss, number> = { closed: 0, full: 0, other: 0 };

  constructor(private readonly stream: NodeJS.WritableStream) {
    super({ decodeStrings: false });
    // Each write says for itself that it failed; with nobody to hear the event, it would end the process.
    stream.on('error', () => {});
  }

  /** How many lines were lost so far. */
  get lostLines(): Readonly<Record<LogLoss, number>> {
    return this.lost;
  }

  override _write(line: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.stream.write(line, (error: NodeJS.ErrnoException | null | undefined) => {
      if (error) this.lost[LOSS_BY_CODE[error.code ?? ''] ?? 'other'] += 1;
    });
    // At once: nothing may wait here when the process ends.
    done();
  }
}
