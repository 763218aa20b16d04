import { TuningStatusMonitor } from '../../../src/monitors/tuning/tuningStatusMonitor';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { settableClock } from '../../helpers/clock';
import { writeIteration } from '../../helpers/tuningState';

const clock = settableClock('2026-11-22T08:00:00Z');
const TEN_S = 10_000;

describe('The usual gap between the iterations of a session', () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = new MemoryStore(clock);
  });

  const usualGapMs = async (): Promise<number | null> =>
    (await new TuningStatusMonitor({ store, clock }, 'S', null).snapshot()).usualGapMs;
  const write = (worker: string, n: number, time: string | null, status = 'completed'): void =>
    writeIteration(store, n, { worker, fields: { timestamp: time && `2026-11-22T${time}`, status } });

  test('is that of one worker, not of all that work in step', async () => {
    for (const worker of ['w1', 'w2']) write(worker, 1, '07:00:00');
    for (const worker of ['w1', 'w2']) write(worker, 2, '07:00:10');
    expect(await usualGapMs()).toBe(TEN_S);
  });

  test('is that of the slowest worker', async () => {
    for (const n of [1, 2, 3]) write('w1', n, `07:00:0${n}`);
    write('w2', 1, '07:00:00');
    write('w2', 2, '07:00:10');
    expect(await usualGapMs()).toBe(TEN_S);
  });

  test('counts those that failed', async () => {
    write('w', 1, '07:00:00');
    write('w', 2, '07:00:10', 'failed');
    write('w', 3, '07:00:20', 'failed');
    expect(await usualGapMs()).toBe(TEN_S);
  });

  test('does not count those whose time cannot be read', async () => {
    write('w', 1, '07:00:00');
    write('w', 2, null);
    write('w', 3, '07:00:10');
    expect(await usualGapMs()).toBe(TEN_S);
  });

  test('counts an iteration of several keys once, whichever of them tells its time', async () => {
    write('w', 1, '07:00:00');
    write('w', 2, null);
    writeIteration(store, 2, { worker: 'w', suffix: ':a', fields: { timestamp: '2026-11-22T07:00:10' } });
    writeIteration(store, 2, { worker: 'w', suffix: ':b', fields: { timestamp: null } });
    expect(await usualGapMs()).toBe(TEN_S);
  });

  test('is not known while no worker has two', async () => {
    write('w1', 1, '07:00:00');
    write('w2', 1, '07:00:10');
    write('w2', 2, null);
    expect(await usualGapMs()).toBeNull();
  });
});
