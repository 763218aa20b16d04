import { Writable } from 'node:stream';

/** Why a log line was lost: the reader is gone, the disk is full, or anything else. */
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

/** Writes log lines to a stream of the process. Lines that cannot be written are counted and dropped. */
export class LogOutput extends Writable {
  private readonly lost: Record<LogLoss, number> = { closed: 0, full: 0, other: 0 };

  constructor(private readonly stream: NodeJS.WritableStream) {
    super({ decodeStrings: false });
    // Each write reports its own error; without a listener, the event would end the process.
    stream.on('error', () => {});
  }

  get lostLines(): Readonly<Record<LogLoss, number>> {
    return this.lost;
  }

  override _write(line: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.stream.write(line, (error: NodeJS.ErrnoException | null | undefined) => {
      if (error) this.lost[LOSS_BY_CODE[error.code ?? ''] ?? 'other'] += 1;
    });
    // At once: nothing may be queued here when the process ends.
    done();
  }
}
