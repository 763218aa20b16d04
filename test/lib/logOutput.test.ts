import { Writable } from 'node:stream';
import { createLogger } from '../../src/lib/logger';
import { LogOutput } from '../../src/lib/logOutput';
import { KnownSecrets } from '../../src/lib/redact';

/** As process.stdout: after a write that failed it takes the next one. */
class Disk extends Writable {
  trouble: string | null = null;
  readonly written: string[] = [];

  override _write(chunk: Buffer, _: string, done: (error?: Error) => void): void {
    if (this.trouble === null) this.written.push(chunk.toString());
    done(this.trouble === null ? undefined : Object.assign(new Error('no'), { code: this.trouble }));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
    // What Node does to its own stdout.
    (this as unknown as { _undestroy(): void })._undestroy();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each([
  ['in JSON', false],
  ['for people', true],
])('A log %s', (_, pretty) => {
  test.each([
    ['ENOSPC', { closed: 0, full: 3, other: 0 }],
    ['EPIPE', { closed: 3, full: 0, other: 0 }],
    ['EUNKNOWN', { closed: 0, full: 0, other: 3 }],
  ])('counts what is lost to %s, and continues once it can be written', async (code, lost) => {
    const disk = new Disk();
    const output = new LogOutput(disk);
    const log = createLogger({ level: 'info', destination: output, pretty, secrets: new KnownSecrets() });
    disk.trouble = code;
    for (const line of ['one', 'two', 'three']) {
      log.info(line);
      await turn();
    }
    expect(output.lostLines).toEqual(lost);
    disk.trouble = null;
    log.info('four');
    await turn();
    expect(disk.written).toEqual([expect.stringContaining('four')]);
    expect(output.lostLines).toEqual(lost);
  });
});
