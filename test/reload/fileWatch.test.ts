import { FileWatch } from '../../src/reload/fileWatch';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';

function watched(current: string | null = 'a') {
  const clock = settableClock();
  const { log, text: logged } = keptLog();
  const file = { hash: current, changes: 0, isBroken: false };
  const watch = new FileWatch({
    fileHash: async () => {
      if (file.isBroken) throw new Error('the disk is gone');
      return file.hash;
    },
    current,
    onChange: async () => {
      file.changes += 1;
    },
    clock,
    log,
  });
  return {
    file,
    logged,
    /** Polls every two seconds. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 2) {
        clock.advance(2_000);
        await watch.poll();
      }
      return file.changes;
    },
  };
}

describe('A watched file', () => {
  test('that stays the same is never read again', async () => {
    expect(await watched().pass(60)).toBe(0);
  });

  test('that has changed is taken once', async () => {
    const { file, pass } = watched();
    file.hash = 'b';
    expect(await pass(20)).toBe(1);
  });

  test('that is being written is taken when it has stayed the same for a while', async () => {
    const { file, pass } = watched();
    for (const half of ['b', 'c', 'd']) {
      file.hash = half;
      expect(await pass(2)).toBe(0);
    }
    expect(await pass(6)).toBe(1);
  });

  test('that is replaced, and is not there for a moment, is taken as it is afterwards', async () => {
    const { file, pass } = watched();
    file.hash = null;
    await pass(2);
    file.hash = 'b';
    expect(await pass(10)).toBe(1);
  });

  test('that is soon as it was again has not changed', async () => {
    const { file, pass } = watched();
    file.hash = 'half';
    await pass(2);
    file.hash = 'a';
    expect(await pass(20)).toBe(0);
  });

  test('that is removed, or appears, has changed', async () => {
    const removed = watched();
    removed.file.hash = null;
    expect(await removed.pass(10)).toBe(1);
    const added = watched(null);
    added.file.hash = 'a';
    expect(await added.pass(10)).toBe(1);
  });

  test('that cannot be watched for a while is watched on', async () => {
    const { file, pass, logged } = watched();
    file.isBroken = true;
    await pass(4);
    expect(logged()).toContain('failed to watch the configuration file');
    file.isBroken = false;
    file.hash = 'b';
    expect(await pass(10)).toBe(1);
  });
});
