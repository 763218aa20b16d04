import { type AlertOptions, eventMessage, threadUpdateMessage } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { AlertEvent, ThreadNote } from '../../src/notify/model/notification';
import { seen } from '../helpers/alertHarness';
import { blindOver, NIGHT, open, realMoney, recovered, storm } from '../helpers/incidents';

const options: AlertOptions = { demo: false, currency: null, zone: 'UTC' };
const context = { now: NIGHT, deliveredLate: null };

test('a rule that is not known, and begins as a quotation does, does not begin the text', () => {
  const event: AlertEvent = {
    rule: '> quoted',
    target: 'x',
    level: 'normal',
    severity: 'warning',
    details: {},
    at: NIGHT,
  };
  expect(eventMessage(event, context, options).text).toMatch(/^Warning · &gt; quoted/);
});

test.each(['http://evil.example', 'mailto:a@evil.example', 'www.evil.example'])(
  'a name that Slack would make something of is spoken as code: %s',
  (target) => {
    const event: AlertEvent = {
      rule: 'stale_portfolio',
      target,
      level: 'normal',
      severity: 'warning',
      details: {},
      at: NIGHT,
    };
    const { text } = eventMessage(event, context, options);
    expect(text.replaceAll(/`[^`]*`/g, '')).not.toContain('evil');
  },
);

describe('in the thread', () => {
  const note = (what: ThreadNote, incident: Incident | null) =>
    seen(threadUpdateMessage(what, { ...context, incident }, options)).text;

  test('a reminder tells what is still open, for how long, and that real money is at stake', () => {
    expect(note({ kind: 'reminder', openForMs: 7_500_000 }, realMoney)).toMatch(
      /Still open after 2 h 5 min: Down: live docker · REAL MONEY, since 02:58 UTC\. Nobody has acknowledged it/,
    );
  });

  test('what somebody did names them, and the time it holds until', () => {
    const acted = {
      kind: 'acted',
      userId: 'U0OPERATOR',
      action: { kind: 'snooze', until: new Date('2026-11-22T04:00:00Z') },
    } as const;
    expect(note(acted, open)).toBe('<@U0OPERATOR> snoozed it until 04:00 UTC.');
  });

  test('a recovery can be understood alone in the channel: who, what it was, how long', () => {
    expect(note({ kind: 'recovered', durationMs: 180_000 }, recovered)).toBe(
      '✅ Recovered after 3 min: paper docker. Down from 02:58 UTC to 03:01 UTC.',
    );
  });

  test('a recovery that version 0.1 stored, without its incident, is shown all the same', () => {
    expect(note({ kind: 'recovered', durationMs: 180_000 }, null)).toBe(
      '✅ Recovered after 3 min: an alert.',
    );
  });

  test('the end of an outage says what is unknown of the traders', () => {
    expect(note({ kind: 'recovered', durationMs: 120_000 }, blindOver)).toContain(
      'Monitoring resumed after 2 min.',
    );
  });

  const joined = (target: string) => ({ kind: 'changed', change: { kind: 'joined', target } }) as const;
  const again = { kind: 'changed', change: { kind: 'again', target: 'paper:docker', times: 3 } } as const;

  test('a change names its target as everywhere else, and what is wrong with it', () => {
    expect(note(joined('paper:docker'), open)).toBe('Down as well: paper docker.');
    expect(note(again, open)).toBe('Down again, 3rd time: paper docker.');
  });

  test('a change for the worse says that real money is at stake', () => {
    expect(note(joined('live:docker'), storm)).toBe(
      'Down as well: live docker. REAL MONEY: live trading is enabled and armed.',
    );
  });

  test('a change of another trader does not', () => {
    expect(note(joined('paper:docker'), storm)).not.toContain('REAL MONEY');
  });

  test('a recovery of one of several traders does not', () => {
    const change = { kind: 'recovered', target: 'live:docker', durationMs: 180_000 } as const;
    expect(note({ kind: 'changed', change }, storm)).toBe('live docker recovered after 3 min.');
  });

  test('the sentences that version 0.1 stored are shown as they are', () => {
    const change = 'paper:docker again time 2';
    expect(note({ kind: 'changed', change }, null)).toBe(change);
    expect(
      note({ kind: 'acted', userId: 'U0OPERATOR', action: 'snoozed it until 2026-11-22T04:00:00Z' }, open),
    ).toBe('<@U0OPERATOR> snoozed it until 04:00 UTC.');
  });
});

describe('an event', () => {
  const event: AlertEvent = {
    rule: 'live_trading',
    target: 'live:docker',
    level: 'loud',
    severity: 'critical',
    details: {},
    at: NIGHT,
  };
  const told = (changes: Partial<AlertEvent>) =>
    seen(eventMessage({ ...event, ...changes }, context, options));

  test('of live trading armed says REAL MONEY first, in a heading', () => {
    const details = { change: 'armed', enabled: true, armed: true };
    const { text, shown } = told({ details });
    expect(shown).toMatch(/^🚨 CRITICAL · REAL MONEY · Live trading armed: live docker\n/);
    expect(text).toMatch(/^CRITICAL · REAL MONEY · Live trading armed: live docker, 03:02 UTC\. /);
    // "had live trading armed" can be heard as what was before.
    expect(text).toMatch(/ live docker is now enabled and armed\.$/);
  });

  test('of live trading disarmed does not claim that real money is at stake', () => {
    const { text, shown } = told({
      severity: 'info',
      details: { change: 'disarmed', enabled: true, armed: false },
    });
    expect(shown).toMatch(/^🔹 Info · Live trading disarmed: live docker\n/);
    expect(text).not.toContain('REAL MONEY');
  });

  test('of safety violations tells how many more, and how many now', () => {
    const { text } = told({
      rule: 'safety_violations',
      level: 'normal',
      severity: 'warning',
      details: { added: 3, now: 7 },
    });
    expect(text).toMatch(
      /^Warning · Safety violations: live docker.* counted 3 more safety violations, now 7 in all\.$/,
    );
  });

  test('of one safety violation speaks of one', () => {
    const { text } = told({
      rule: 'safety_violations',
      level: 'normal',
      severity: 'warning',
      details: { added: 1, now: 7 },
    });
    expect(text).toMatch(/ counted 1 more safety violation, now 7 in all\.$/);
  });

  test('of the circuit breaker tells who tripped it', () => {
    const { text } = told({
      rule: 'circuit_breaker',
      level: 'normal',
      severity: 'warning',
      details: { trips: 1, total: 2, active: null },
    });
    expect(text).toMatch(/^Warning · Circuit breaker tripped: live docker/);
  });

  test('of a breaker whose count is not understood says so', () => {
    const details = { trips: 1, total: null, active: true, totalUnreadable: true };
    expect(told({ rule: 'circuit_breaker', level: 'normal', severity: 'warning', details }).shown).toContain(
      'tripped its circuit breaker; how often in all is not understood',
    );
  });

  test('of live trading tells apart what is not understood and what is not reported', () => {
    const details = { change: 'disarmed', enabled: null, armed: null, notUnderstood: 'enabled' };
    expect(told({ rule: 'live_trading', level: 'loud', severity: 'critical', details }).shown).toContain(
      'live docker is now enabled not understood, armed not reported',
    );
  });

  const session = {
    sessionId: '80a9c657',
    mode: 'paper',
    env: 'docker',
    completed: 480,
    total: 500,
    failedJobs: 1,
  };

  test('of a tuning session that finished tells how many iterations it had, and what failed', () => {
    const { shown } = told({
      rule: 'tuning',
      level: 'normal',
      severity: 'warning',
      details: { what: 'finished', ...session },
    });
    expect(shown).toContain('Tuning finished, 1 job FAILED: 80a9c657 · paper docker');
    expect(shown).toContain('480 of 500 iterations completed.');
  });

  test('of a tuning session tells how its jobs ended in their own words', () => {
    const details = { what: 'finished', ...session, failedJobs: 3, failedStatuses: 'FAILED\nCANCELLED' };
    const { shown } = told({ rule: 'tuning', level: 'normal', severity: 'warning', details });
    expect(shown).toContain('Tuning finished, 3 jobs CANCELLED or FAILED: 80a9c657');
  });

  test('of a tuning session that stalled tells since when', () => {
    const details = { what: 'stalled', ...session, stillSince: '2026-11-22T02:40:00Z' };
    expect(told({ rule: 'tuning', level: 'normal', severity: 'warning', details }).text).toContain(
      'No iteration for 22 min since 02:40 UTC. 480 of 500 iterations',
    );
  });

  test('of a test says that it is one, who asked for it, and nothing of any trader', () => {
    const { text, shown } = told({
      rule: 'test',
      target: 'test',
      level: 'normal',
      severity: 'warning',
      details: { userId: 'U0OPERATOR' },
    });
    expect(shown).toMatch(/^🧪 Test alert \(warning\): this is only a test\n/);
    expect(text).toContain('Requested by <@U0OPERATOR>');
    expect(text).toContain('Nothing is wrong with any trader');
  });
});
