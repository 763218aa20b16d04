import type { CheckOutcome } from '../../src/jobs/checkJob';
import { CheckLoop, type CheckLoopDeps } from '../../src/jobs/checks/checkLoop';
import { systemClock } from '../../src/lib/clock';
import { EventQueue } from '../../tools/simulation/eventQueue';
import { Process } from '../../tools/simulation/process';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';

const log = keptLog();

test('A check that takes longer than the interval is never met by another', async () => {
  let [under, most, done] = [0, 0, 0];
  const check = async () => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 5));
    under -= 1;
    done += 1;
  };
  const loop = new CheckLoop({ check, everyMs: () => 1, clock: systemClock, log: log.log });
  loop.start();
  await eventually(async () => done > 5, 'some checks are done');
  await loop.stop();
  expect(most).toBe(1);
});

test('A check that fails is logged, and the next one comes', async () => {
  let checks = 0;
  const check = async () => {
    checks += 1;
    throw new Error(`check ${checks}`);
  };
  const loop = new CheckLoop({ check, everyMs: () => 1, clock: systemClock, log: log.log });
  loop.start();
  await eventually(async () => checks > 2, 'it is checked on');
  await loop.stop();
  expect(log.text()).toContain('check 2');
});

test('Stopping waits for the check under way, but not for the interval, and no other check comes', async () => {
  let checks = 0;
  let finish: () => void = () => undefined;
  const check = () => {
    checks += 1;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  };
  const loop = new CheckLoop({ check, everyMs: () => 3_600_000, clock: systemClock, log: log.log });
  loop.start();
  await eventually(async () => checks === 1, 'a check is under way');
  let isStopped = false;
  const stopping = loop.stop().then(() => {
    isStopped = true;
  });
  await new Promise(setImmediate);
  expect(isStopped).toBe(false);
  finish();
  await stopping;
  expect(checks).toBe(1);
});

const EVERY_MS = 15_000;

const dueAt = (atMs: number) => ({ atMs, scope: null });

/** A loop in virtual time that begins at 0, with the times of its checks in ms. */
function virtualLoop(
  deps: Partial<CheckLoopDeps> & {
    readonly takesMs?: number;
    readonly outcomeOf?: (nowMs: number) => CheckOutcome;
  } = {},
  checks: string[] = [],
) {
  const queue = new EventQueue(0);
  const process = new Process(queue, () => undefined);
  const loop: CheckLoop = new CheckLoop({
    everyMs: () => EVERY_MS,
    clock: process.clock,
    sleep: process.sleep,
    log: log.log,
    check: async (reason) => {
      checks.push(`${queue.nowMs} ${reason}`);
      await process.sleep(deps.takesMs ?? 0);
      return deps.outcomeOf?.(queue.nowMs);
    },
    ...deps,
  });
  loop.start();
  queue.wakes();
  return { queue, process, loop, checks };
}

test('Where nothing is due, it is checked at the interval', async () => {
  const { queue, checks } = virtualLoop();
  await queue.runUntil(3 * EVERY_MS);
  expect(checks).toEqual(['0 interval', '15000 interval', '30000 interval', '45000 interval']);
});

test('What is due between two checks of the interval gets a check of its own, once, and the others stay where they are', async () => {
  const { queue, checks } = virtualLoop({ due: () => dueAt(20_500) });
  await queue.runUntil(2 * EVERY_MS);
  expect(checks).toEqual(['0 interval', '15000 interval', '20500 deadline', '30000 interval']);
});

test('What was due before the start is asked for once, and not again while it stays the same', async () => {
  const { queue, checks } = virtualLoop({ due: () => dueAt(-1) });
  await queue.runUntil(EVERY_MS - 1);
  expect(checks).toEqual(['0 interval']);
});

test('A deadline that comes to be another while it is waited for is met at its new time', async () => {
  let dueMs = 10_000;
  const { queue, process, loop, checks } = virtualLoop({ due: () => dueAt(dueMs) });
  process.schedule(3_000, () => {
    dueMs = 4_000;
    loop.reschedule();
  });
  await queue.runUntil(EVERY_MS - 1);
  expect(checks).toEqual(['0 interval', '4000 deadline']);
});

test('Thousands of deadlines, each some ms after the other, are met by four checks a second', async () => {
  const checks: string[] = [];
  const checkedMs = () => Number.parseInt(checks.at(-1) ?? '0', 10);
  const { queue } = virtualLoop({ due: () => dueAt(checkedMs() - (checkedMs() % 7) + 7) }, checks);
  await queue.runUntil(10_000);
  expect(checks).toHaveLength(41);
});

test('Changes without end are checked four times a second, and keep away neither the interval nor what is due', async () => {
  const { queue, process, loop, checks } = virtualLoop({ due: () => dueAt(20_000) });
  const change = (): void => {
    loop.wake();
    process.schedule(5, change);
  };
  change();
  await queue.runUntil(40_000);
  expect(checks.length).toBeLessThanOrEqual(161);
  expect(checks.filter((each) => each.endsWith('interval'))).toEqual([
    '0 interval',
    '15000 interval',
    '30000 interval',
  ]);
  expect(checks.filter((each) => each.endsWith('deadline'))).toHaveLength(1);
});

test('What changes during a check is checked again after it', async () => {
  const { queue, process, loop, checks } = virtualLoop({ takesMs: 20 });
  process.schedule(10, () => loop.wake());
  await queue.runUntil(EVERY_MS - 1);
  expect(checks).toEqual(['0 interval', '270 change']);
});

test('The longer a check in between takes, the longer waits the next, but not the interval', async () => {
  const { queue, process, loop, checks } = virtualLoop({ takesMs: 3_000 });
  process.schedule(1_000, () => loop.wake());
  process.schedule(16_000, () => loop.wake());
  await queue.runUntil(2 * EVERY_MS);
  expect(checks).toEqual(['0 interval', '3250 change', '15000 interval', '18250 change', '30000 interval']);
});

test('A change that a check saw whose result was dropped for that of another instance is checked again', async () => {
  const { queue, process, loop, checks } = virtualLoop({
    outcomeOf: (nowMs) => (nowMs === 1_000 ? 'conflict' : 'committed'),
  });
  process.schedule(1_000, () => loop.wake());
  await queue.runUntil(EVERY_MS - 1);
  expect(checks).toEqual(['0 interval', '1000 change', '1250 change']);
});

test('What was due or had changed while Redis could not be read is checked again, less and less often, until it can', async () => {
  const { queue, checks } = virtualLoop({
    due: () => dueAt(2_000),
    random: () => 0,
    outcomeOf: (nowMs) => (nowMs < EVERY_MS ? 'unavailable' : 'committed'),
  });
  await queue.runUntil(2 * EVERY_MS - 1);
  expect(checks).toEqual(['0 interval', '2000 deadline', '4000 change', '8000 change', '15000 interval']);
});

test('What is due of some targets, or has changed of some, is checked of these alone, and of all where that is not known', async () => {
  const scopes: string[] = [];
  const { queue, process, loop } = virtualLoop({
    due: () => ({ atMs: 5_000, scope: new Set(['live:docker']) }),
    check: async (reason, scope) => {
      scopes.push(`${reason} ${scope === null ? 'all' : [...scope].join(' ')}`);
      return 'committed';
    },
  });
  process.schedule(4_900, () => loop.wake('paper:docker'));
  process.schedule(4_910, () => loop.wake('paper:local'));
  process.schedule(5_000, () => loop.wake('shadow:docker'));
  process.schedule(9_000, () => loop.wake());
  await queue.runUntil(EVERY_MS);
  expect(scopes).toEqual([
    'interval all',
    'change paper:docker',
    'deadline paper:local shadow:docker live:docker',
    'change all',
    'interval all',
  ]);
});
