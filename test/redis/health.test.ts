import { RedisHealth } from '../../src/redis/health';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';

const UNREACHABLE = { reason: 'unreachable', detail: 'connect ECONNREFUSED' } as const;
const SLOW = { reason: 'slow', detail: 'no answer within 1000 ms' } as const;

const healthKit = () => {
  const clock = settableClock('2026-11-22T12:00:00Z');
  const kept = keptLog();
  return {
    clock,
    health: new RedisHealth(clock, kept.log),
    messages: () => kept.lines().map(({ msg }) => msg),
  };
};

test('An outage begins with the first failure', () => {
  const { clock, health } = healthKit();
  health.failed(UNREACHABLE);
  clock.advance(60_000);
  expect(health.failed(UNREACHABLE).since).toEqual(new Date('2026-11-22T12:00:00Z'));
});

test('An outage whose reason changes is still the same outage', () => {
  const { clock, health } = healthKit();
  health.failed(UNREACHABLE);
  clock.advance(60_000);
  expect(health.failed(SLOW)).toMatchObject({
    reason: 'slow',
    since: new Date('2026-11-22T12:00:00Z'),
  });
});

test('A success ends the outage', () => {
  const { clock, health } = healthKit();
  health.failed(UNREACHABLE);
  health.succeeded();
  clock.advance(60_000);
  expect(health.failed(UNREACHABLE).since).toEqual(new Date('2026-11-22T12:01:00Z'));
});

test('A hundred failures are logged as one line', () => {
  const { health, messages } = healthKit();
  for (let i = 0; i < 100; i++) health.failed(UNREACHABLE);
  expect(messages()).toEqual(['Redis cannot be reached: connect ECONNREFUSED']);
});

test('Each further reason is logged as one more line', () => {
  const { health, messages } = healthKit();
  for (let i = 0; i < 3; i++) {
    health.failed(UNREACHABLE);
    health.failed(SLOW);
  }
  expect(messages()).toEqual([
    'Redis cannot be reached: connect ECONNREFUSED',
    'Redis does not answer in time: no answer within 1000 ms',
  ]);
});

test('Successes without an outage are not logged', () => {
  const { health, messages } = healthKit();
  for (let i = 0; i < 3; i++) health.succeeded();
  expect(messages()).toEqual([]);
});

test('A Redis that comes and goes every second is logged as two lines in ten seconds', () => {
  const { clock, health, messages } = healthKit();
  for (let i = 0; i < 10; i++) {
    health.failed(UNREACHABLE);
    health.succeeded();
    clock.advance(1_000);
  }
  expect(messages()).toHaveLength(2);
});

test('An outage that begins ten seconds after the last one is logged', () => {
  const { clock, health, messages } = healthKit();
  health.failed(UNREACHABLE);
  health.succeeded();
  clock.advance(10_000);
  health.failed(UNREACHABLE);
  expect(messages()).toHaveLength(3);
});

describe('A Redis that refuses writes', () => {
  const FULL = { reason: 'out_of_memory', detail: 'OOM' } as const;

  test('is logged once, however often it is read meanwhile, and once when it accepts them again', () => {
    const { clock, health, messages } = healthKit();
    for (let i = 0; i < 10; i++) {
      health.succeeded();
      health.failed(FULL);
      clock.advance(15_000);
    }
    health.succeeded();
    health.wrote();
    expect(messages()).toEqual(['Redis refuses writes: out of memory: OOM', 'Redis accepts writes again']);
  });

  test('is refusing since the first refusal, until it accepts a write', () => {
    const { clock, health } = healthKit();
    health.failed(FULL);
    clock.advance(60_000);
    health.succeeded();
    expect(health.failed(FULL).since).toEqual(new Date('2026-11-22T12:00:00Z'));
    expect(health.refusal()).toEqual({ role: 'traders', reason: 'out_of_memory' });
    health.wrote();
    expect(health.refusal()).toBeNull();
  });

  test('has answered, which ends an outage of reads', () => {
    const { health, messages } = healthKit();
    health.failed(UNREACHABLE);
    health.failed(FULL);
    expect(messages()[1]).toBe('Redis is available again');
  });
});
