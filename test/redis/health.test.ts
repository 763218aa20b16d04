import { RedisHealth } from '../../src/redis/health';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';

const UNREACHABLE = { reason: 'unreachable', detail: 'connect ECONNREFUSED' } as const;
const SLOW = { reason: 'slow', detail: 'no answer within 1000 ms' } as const;

const watched = () => {
  const clock = settableClock('2026-11-22T12:00:00Z');
  const kept = keptLog();
  return {
    clock,
    availability: new RedisHealth(clock, kept.log),
    said: () => kept.lines().map(({ msg }) => msg),
  };
};

test('an outage begins with the first failure', () => {
  const { clock, availability } = watched();
  availability.failed(UNREACHABLE);
  clock.advance(60_000);
  expect(availability.failed(UNREACHABLE).since).toEqual(new Date('2026-11-22T12:00:00Z'));
});

test('an outage that changes its reason is still the same', () => {
  const { clock, availability } = watched();
  availability.failed(UNREACHABLE);
  clock.advance(60_000);
  expect(availability.failed(SLOW)).toMatchObject({
    reason: 'slow',
    since: new Date('2026-11-22T12:00:00Z'),
  });
});

test('a success ends it', () => {
  const { clock, availability } = watched();
  availability.failed(UNREACHABLE);
  availability.succeeded();
  clock.advance(60_000);
  expect(availability.failed(UNREACHABLE).since).toEqual(new Date('2026-11-22T12:01:00Z'));
});

test('a hundred failures are one line', () => {
  const { availability, said } = watched();
  for (let i = 0; i < 100; i++) availability.failed(UNREACHABLE);
  expect(said()).toEqual(['Redis cannot be reached: connect ECONNREFUSED']);
});

test('each further reason is one line more', () => {
  const { availability, said } = watched();
  for (let i = 0; i < 3; i++) {
    availability.failed(UNREACHABLE);
    availability.failed(SLOW);
  }
  expect(said()).toEqual([
    'Redis cannot be reached: connect ECONNREFUSED',
    'Redis does not answer in time: no answer within 1000 ms',
  ]);
});

test('successes without an outage are not worth a line', () => {
  const { availability, said } = watched();
  for (let i = 0; i < 3; i++) availability.succeeded();
  expect(said()).toEqual([]);
});

test('a Redis that comes and goes every second is two lines in ten seconds', () => {
  const { clock, availability, said } = watched();
  for (let i = 0; i < 10; i++) {
    availability.failed(UNREACHABLE);
    availability.succeeded();
    clock.advance(1_000);
  }
  expect(said()).toHaveLength(2);
});

test('an outage that begins ten seconds after the last is logged anew', () => {
  const { clock, availability, said } = watched();
  availability.failed(UNREACHABLE);
  availability.succeeded();
  clock.advance(10_000);
  availability.failed(UNREACHABLE);
  expect(said()).toHaveLength(3);
});

describe('A Redis that refuses writes', () => {
  const FULL = { reason: 'out_of_memory', detail: 'OOM' } as const;

  test('is one line, however often it is read meanwhile, and one when it takes them again', () => {
    const { clock, availability, said } = watched();
    for (let i = 0; i < 10; i++) {
      availability.succeeded();
      availability.failed(FULL);
      clock.advance(15_000);
    }
    availability.succeeded();
    availability.wrote();
    expect(said()).toEqual(['Redis refuses writes: out of memory: OOM', 'Redis accepts writes again']);
  });

  test('has refused them since the first time, until it takes one', () => {
    const { clock, availability } = watched();
    availability.failed(FULL);
    clock.advance(60_000);
    availability.succeeded();
    expect(availability.failed(FULL).since).toEqual(new Date('2026-11-22T12:00:00Z'));
    expect(availability.refusal()).toEqual({ role: 'traders', reason: 'out_of_memory' });
    availability.wrote();
    expect(availability.refusal()).toBeNull();
  });

  test('has answered: that it cannot be read is over', () => {
    const { availability, said } = watched();
    availability.failed(UNREACHABLE);
    availability.failed(FULL);
    expect(said()[1]).toBe('Redis is available again');
  });
});
