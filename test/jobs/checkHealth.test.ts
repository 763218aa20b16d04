import { CheckHealth } from '../../src/jobs/checkHealth';
import type { DeliveryHealth } from '../../src/notify/dispatcher';
import { settableClock } from '../helpers/clock';

const CHECK_MS = 15_000;
/** Three checks and ten seconds. */
const LIMIT_MS = 55_000;
/** Five minutes and a ms before the clock's start. */
const LONG_AGO = new Date(settableClock().now().getTime() - 300_001);

interface Over {
  readonly storedSight?: () => Date | null;
  readonly dataLoss?: () => string | null;
  readonly inputs?: () => string | null;
}

const loops = (over: Over = {}) => {
  const clock = settableClock();
  const health: { now: DeliveryHealth } = {
    now: {
      pending: 0,
      oldest: null,
      faults: [],
      pageFaults: [],
      historyDenied: null,
      undecodable: [],
      refreshedAt: clock.now(),
      storeUnavailable: false,
    },
  };
  const whole = new CheckHealth({
    clock,
    checkIntervalMs: () => CHECK_MS,
    lastStoredObservation: over.storedSight ?? (() => null),
    delivery: () => health.now,
    dataLoss: over.dataLoss ?? (() => null),
    inputs: over.inputs ?? (() => null),
  });
  const waits = (ageMs: number): Partial<DeliveryHealth> => ({
    pending: 1,
    oldest: {
      id: 'event:tuning:tuning:docker:paper:session-1:x',
      channel: 'C0',
      detectedAt: clock.now(),
      ageMs,
    },
  });
  const say = (part: Partial<DeliveryHealth>) => {
    health.now = { ...health.now, ...part };
  };
  return { clock, whole, say, waits };
};

describe('Watching is ready', () => {
  test('not before the first whole check', () => {
    const { whole, clock } = loops();
    clock.advance(4_000);
    expect(whole.checkReadiness()).toEqual({
      ready: false,
      detail: 'no successful check yet, 4 s after the start',
    });
  });

  test('though Redis does not tell of changes, and says so', () => {
    const { whole } = loops({ inputs: () => 'changes are found by regular checks alone' });
    whole.record('committed');
    expect(whole.checkReadiness()).toEqual({
      ready: true,
      detail: 'the last successful check was 0 s ago; changes are found by regular checks alone',
    });
  });

  test('until the last successful check is older than three intervals and ten seconds, and again after the next', () => {
    const { whole, clock } = loops();
    whole.record('committed');
    clock.advance(LIMIT_MS);
    expect(whole.checkReadiness()).toEqual({ ready: true, detail: 'the last successful check was 55 s ago' });
    clock.advance(1_000);
    whole.record('unavailable');
    expect(whole.checkReadiness()).toEqual({
      ready: false,
      detail: 'the last successful check was 56 s ago, which is more than 55 s',
    });
    whole.record('committed');
    expect(whole.checkReadiness().ready).toBe(true);
  });

  test('not while Redis keeps losing its data', () => {
    const { whole } = loops({ dataLoss: () => 'Redis keeps losing its data: 4 times in 6 min' });
    whole.record('committed');
    expect(whole.checkReadiness()).toEqual({
      ready: false,
      detail: 'the last successful check was 0 s ago; Redis keeps losing its data: 4 times in 6 min',
    });
  });

  test('in a copy that is always beaten, as long as what it reads as stored is recent', () => {
    const at = settableClock().now();
    const { whole, clock } = loops({ storedSight: () => at });
    clock.advance(LIMIT_MS);
    expect(whole.record('conflict')).toBe(true);
    clock.advance(1);
    expect(whole.record('conflict')).toBe(false);
  });
});

describe('Delivering is ready', () => {
  test.each<[string, (kit: ReturnType<typeof loops>) => Partial<DeliveryHealth>, boolean, string]>([
    ['when nothing waits', () => ({}), true, 'nothing waits'],
    [
      'when something waits for five minutes',
      ({ waits }) => waits(300_000),
      true,
      '1 waits, the oldest for 300 s',
    ],
    ['not when it waits longer', ({ waits }) => waits(300_001), false, '1 waits, the oldest for 300 s'],
    [
      'not when a person must mend a channel',
      () => ({ faults: [{ channel: 'C0', code: 'is_archived', since: new Date(0) }] }),
      false,
      'Slack refuses C0 (is_archived) since 1970-01-01T00:00:00.000Z; nothing waits',
    ],
    [
      'not when a person must mend the token',
      () => ({ faults: [{ channel: null, code: 'token_revoked', since: new Date(0) }] }),
      false,
      "Slack refuses the bot's token (token_revoked) since 1970-01-01T00:00:00.000Z; nothing waits",
    ],
    [
      'when messages may come twice, which it tells',
      () => ({ historyDenied: 'missing_scope' }),
      true,
      'nothing waits; sent messages cannot be looked up (missing_scope)',
    ],
  ])('%s', (_, part, ready, detail) => {
    const kit = loops();
    kit.say(part(kit));
    expect(kit.whole.deliveryReadiness()).toEqual({ ready, detail });
  });
});

describe('Nothing is overdue', () => {
  test.each<[string, (kit: ReturnType<typeof loops>) => Partial<DeliveryHealth>, boolean]>([
    ['when nothing waits', () => ({}), true],
    ['when something waits for five minutes', ({ waits }) => waits(300_000), true],
    ['but when it waits longer', ({ waits }) => waits(300_001), false],
    ['but when the store cannot be read', () => ({ storeUnavailable: true }), false],
    ['but when the dispatcher never looked', () => ({ refreshedAt: null }), false],
    ['but when the dispatcher has not looked for long', () => ({ refreshedAt: LONG_AGO }), false],
  ])('%s', (_, part, expected) => {
    const kit = loops();
    kit.say(part(kit));
    expect(kit.whole.isDeliveryHealthy()).toBe(expected);
  });
});
