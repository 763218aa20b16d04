import { CheckLoop } from '../../src/jobs/checkLoop';
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
  const loop = new CheckLoop({ check, everyMs: () => 1, log: log.log });
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
  const loop = new CheckLoop({ check, everyMs: () => 1, log: log.log });
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
  const loop = new CheckLoop({ check, everyMs: () => 3_600_000, log: log.log });
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
