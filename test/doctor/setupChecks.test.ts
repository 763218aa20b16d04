import type { Finding } from '../../src/doctor/finding';
import { SetupChecks } from '../../src/doctor/setupChecks';
import { keptLog } from '../helpers/log';

const REFUSED: Finding = {
  check: 'channel',
  level: 'error',
  is: 'rejected',
  channel: 'C0LOUNGE',
  setting: 'ALERT_CHANNEL',
  code: 'not_in_channel',
};
const NOBODY: Finding = { check: 'operators', level: 'warning', is: 'nobody' };
const SILENT: Finding = { check: 'bot_token', level: 'error', is: 'no_answer', detail: 'ECONNREFUSED' };
const LATE: Finding = {
  check: 'any',
  level: 'error',
  is: 'failed',
  what: 'Redis',
  detail: 'no answer within 2 s',
};
const FINE: Finding = { check: 'scopes', level: 'ok', is: 'complete' };

/** Looks as often as there are findings, and then no more. */
function checksOf(...looks: readonly (readonly Finding[])[]) {
  const kept = keptLog();
  const slept: number[] = [];
  const readiness: ReturnType<SetupChecks['readiness']>[] = [];
  let turn = 0;
  const checks: SetupChecks = new SetupChecks({
    run: async () => looks[turn++] ?? [],
    log: kept.log,
    sleep: async (ms) => {
      slept.push(ms);
      readiness.push(checks.readiness());
    },
  });
  return { checks, kept, slept, readiness };
}

test('A fault makes alerting not ready, and is looked at again every 5 min until it is gone', async () => {
  const { checks, slept, readiness } = checksOf([REFUSED, FINE], [REFUSED], [FINE]);
  await checks.start();
  expect(slept).toEqual([300_000, 300_000]);
  expect(readiness[0]).toEqual({
    ready: false,
    detail: 'Slack refuses C0LOUNGE (not_in_channel): run doctor',
  });
  expect(checks.readiness()).toEqual({ ready: true, detail: 'nothing wrong was found' });
});

test('It is logged once, with how to fix it', async () => {
  const { checks, kept } = checksOf([REFUSED, NOBODY], [REFUSED, NOBODY], [NOBODY]);
  await checks.start();
  expect(kept.lines().map(({ level, msg }) => [level, msg])).toEqual([
    [50, expect.stringContaining('C0LOUNGE (ALERT_CHANNEL): not_in_channel → Type /invite @arbwatch')],
    [40, expect.stringContaining('OPERATORS is not set')],
  ]);
});

test('A warning leaves alerting ready, is named, and is not looked at again', async () => {
  const { checks, slept } = checksOf([NOBODY]);
  await checks.start();
  expect(slept).toEqual([]);
  expect(checks.readiness()).toEqual({
    ready: true,
    detail: 'only warned of: operators nobody: run doctor',
  });
  expect(checks.counts()).toEqual({ error: 0, warning: 1 });
});

test('While Slack does not answer, alerting is not ready, and it is asked again every 30 s', async () => {
  const { checks, slept, readiness } = checksOf([SILENT], [FINE]);
  await checks.start();
  expect(slept).toEqual([30_000]);
  expect(readiness[0]?.ready).toBe(false);
});

test('What took too long to find out says nothing, and is tried again', async () => {
  const { checks, slept, readiness } = checksOf([LATE], [FINE]);
  await checks.start();
  expect([slept, readiness[0]?.ready]).toEqual([[30_000], true]);
});

test('What strangers read holds no address and no value from outside', async () => {
  const { checks, readiness } = checksOf(
    [
      {
        check: 'redis',
        level: 'error',
        is: 'unavailable',
        where: 'redis.example:6379',
        tls: false,
        detail: 'x',
      },
    ],
    [],
  );
  await checks.start();
  expect(readiness[0]?.detail).toBe('redis unavailable: run doctor');
});
