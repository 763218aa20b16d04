import { Discovery } from '../../src/jobs/discovery';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';

class Passes extends MemoryStore {
  begun = 0;
  held: Promise<void> = Promise.resolve();

  override async *scan(pattern: string): AsyncGenerator<readonly string[]> {
    this.begun += 1;
    yield* super.scan(pattern);
    await this.held;
    yield ['paper:last:arbitrage:stats:trades_total'];
  }
}

function discovery() {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new Passes(clock);
  const log = keptLog();
  const found: string[][] = [];
  const job = new Discovery({ store, prefixes: ['arbitrage'], clock, log: log.log });
  job.onFound(({ targets }) => found.push(targets.map(({ env }) => env)));
  store.set('live:qa:arbitrage:portfolio:state', '1');
  return { clock, store, log, job, found };
}

test('A discovery pass is made at the start and every 10 minutes, and reports what it found', async () => {
  const { clock, job, store, found } = discovery();
  expect(job.latest).toBeNull();
  await job.runWhenDue();
  expect(found).toEqual([['qa', 'last']]);
  clock.advance(599_999);
  await job.runWhenDue();
  expect(store.begun).toBe(1);
  clock.advance(1);
  store.set('paper:new:arbitrage:portfolio:state', '1');
  await job.runWhenDue();
  expect(found[1]).toEqual(['qa', 'new', 'last']);
});

test('One that fails is made again after 15 s, and what was found before stays', async () => {
  const { clock, job, store, found, log } = discovery();
  await job.runWhenDue();
  clock.advance(600_000);
  store.simulateOutage('unreachable');
  await job.runWhenDue();
  expect(job.latest?.targets).toHaveLength(2);
  store.endOutage();
  clock.advance(14_999);
  await job.runWhenDue();
  expect(found).toHaveLength(1);
  clock.advance(1);
  await job.runWhenDue();
  expect(found).toHaveLength(2);
  expect(log.text()).toContain('trader discovery failed');
});

test('A clock that was set back by an hour does not end it', async () => {
  const { clock, job, store } = discovery();
  await job.runWhenDue();
  clock.advance(-3_600_000);
  clock.advance(600_000);
  await job.runWhenDue();
  expect(store.begun).toBe(2);
});

test('No second pass begins while one is under way, and stopping ends it', async () => {
  const { job, store, found } = discovery();
  let goOn: () => void = () => undefined;
  store.held = new Promise((resolve) => {
    goOn = resolve;
  });
  const first = job.runWhenDue();
  const second = job.runWhenDue();
  const stopped = job.stop();
  goOn();
  await Promise.all([first, second, stopped]);
  expect(store.begun).toBe(1);
  expect(found).toEqual([]);
  await job.runWhenDue();
  expect(store.begun).toBe(1);
});
