import { type AlertOptions, INCIDENT_ACTIONS, incidentMessage } from '../../formatters';
import { interactiveIn } from '../../sandbox/blockKit/interactive';
import { objectsIn } from '../../sandbox/json';
import type { Incident } from '../../src/alerting/incidents/incident';
import type { Details } from '../../src/alerting/rules/details';
import { REDIS_ROLES, UNAVAILABLE_REASONS } from '../../src/redis/errors';
import { seen } from '../helpers/alertHarness';
import {
  acknowledged,
  affected,
  armedTarget,
  blind,
  blindOver,
  minutesAgo,
  muted,
  NIGHT,
  open,
  realMoney,
  recovered,
  snoozed,
  storm,
} from '../helpers/incidents';

const options: AlertOptions = { demo: false, currency: null, zone: 'UTC' };
const context = { now: NIGHT, deliveredLate: null };
const told = (incident: Incident, zone = 'UTC') =>
  seen(incidentMessage(incident, context, { ...options, zone }));
const firstLine = (incident: Incident, zone?: string) => told(incident, zone).shown.split('\n')[0];
const elementsOf = (incident: Incident) =>
  interactiveIn(objectsIn(incidentMessage(incident, context, options).blocks)).map(({ element }) => element);
const actionsOf = (incident: Incident) => elementsOf(incident).map(({ action_id }) => action_id);

const noHeartbeat: Incident = {
  ...realMoney,
  id: 'no_heartbeat:live:docker:1795316280000',
  rule: 'no_heartbeat',
  targets: [affected('live:docker', { ...armedTarget.details, lastHeartbeat: '2026-11-22T02:58:00Z' })],
};
const breaker: Incident = {
  ...realMoney,
  id: 'circuit_breaker:live:docker:1795316280000',
  rule: 'circuit_breaker',
  targets: [
    affected('live:docker', { ...armedTarget.details, activeSince: '2026-11-22T02:58:00Z', total: 2 }),
  ],
};

describe('the first line', () => {
  test('tells what, which trader, and that real money is at stake', () => {
    expect(firstLine(realMoney)).toBe('🔴 CRITICAL · Down: live docker · REAL MONEY');
  });

  test.each([
    ['open', open, '🟠 Warning · Down: paper docker'],
    ['acknowledged', acknowledged, '🟡 Acknowledged · Warning · Down: paper docker'],
    ['snoozed', snoozed, '💤 Snoozed · Warning · Down: paper docker'],
    ['recovered', recovered, '✅ Recovered after 3 min: paper docker'],
    ['muted', muted, '⚪ Muted: paper docker'],
    [
      'muted, of which another trader recovered',
      {
        ...muted,
        targets: [{ ...affected('paper:local'), recoveredAt: minutesAgo(1) }, ...muted.targets],
      },
      '⚪ Muted: paper docker',
    ],
    ['stale_portfolio', { ...open, rule: 'stale_portfolio' }, '🟠 Warning · Portfolio stale: paper docker'],
    ['a storm', storm, '🔴 CRITICAL · Down: 3 traders · REAL MONEY'],
    ['blind', blind, '🔴 CRITICAL · Monitoring outage: Redis cannot be read'],
    ['of a rule that is no more', { ...open, rule: 'gone' }, '🟠 Warning · gone: paper docker'],
    [
      'without a heartbeat',
      noHeartbeat,
      '🔴 CRITICAL · Portfolio updating, no heartbeat: live docker · REAL MONEY',
    ],
    [
      'of a heartbeat that is no longer expected',
      { ...noHeartbeat, state: 'muted' as const, closedAt: NIGHT },
      '⚪ Heartbeat no longer expected: live docker',
    ],
    ['of an active breaker', breaker, '⛔ CRITICAL · Circuit breaker ACTIVE: live docker · REAL MONEY'],
  ])('of one that is %s', (_, incident, line) => {
    expect(firstLine(incident)).toBe(line);
  });

  test.each(['open', 'acknowledged', 'snoozed'] as const)(
    'of one that is %s has neither a time nor a duration, which would be wrong a minute later',
    (state) => {
      for (const incident of [realMoney, storm, noHeartbeat, breaker, blind])
        for (const now of [NIGHT, new Date(NIGHT.getTime() + 7_200_000)]) {
          const { shown } = seen(incidentMessage({ ...incident, state }, { ...context, now }, options));
          expect(shown.split('\n')[0]).not.toMatch(/\d:\d|\d (?:s|min|h|d)\b|since/);
        }
    },
  );

  test('names Redis where that keeps losing its data, and offers to take no trader off watch', () => {
    const details = { times: 4, firstLoss: '2026-11-22T02:56:00Z', lastLoss: '2026-11-22T03:01:00Z' };
    const losing = { ...open, rule: 'dataLoss', targets: [affected('Redis', details)] };
    expect(firstLine(losing)).toBe('🟠 Warning · Keeps losing its data: Redis');
    expect(told(losing).shown).toContain(
      'Redis has lost data at least 4 times since 2026-11-22 02:56:00 UTC',
    );
    expect(actionsOf(losing)).not.toContain('incident:mute');
  });

  test('claims real money of no trader that is not live, enabled and armed', () => {
    const flags = { liveEnabled: true, liveArmed: true };
    for (const target of [
      affected('paper:docker', flags),
      affected('live:docker', { ...flags, liveArmed: false, realMoney: false, realMoneyBy: 'flags' }),
      affected('live:docker', { ...flags, liveEnabled: null, realMoney: null }),
    ])
      expect(firstLine({ ...open, targets: [target] })).not.toContain('REAL MONEY');
  });
});

test('what a notification speaks begins with the first line, without its mark', () => {
  expect(told(realMoney).text).toMatch(/^CRITICAL · Down: live docker · REAL MONEY\. Since 02:58 UTC\. /);
});

test('the reader sees the last beat in the own zone', () => {
  expect(JSON.stringify(incidentMessage(open, context, options).blocks)).toContain(
    JSON.stringify({
      type: 'date',
      timestamp: 1_795_316_280,
      format: '{date_short_pretty} {time_secs}',
      fallback: '2026-11-22 02:58:00 UTC',
    }),
  );
});

test('a storm names every trader, on the screen and in the notification', () => {
  const { text, shown } = told(storm);
  for (const name of ['paper docker', 'shadow docker', 'live docker']) {
    expect(text).toContain(name);
    expect(shown).toContain(name);
  }
});

test('a storm says which of its traders is well again, and which came and went', () => {
  const targets = [{ ...affected('paper:docker'), recoveredAt: minutesAgo(1), flaps: 2 }, armedTarget];
  expect(told({ ...storm, targets }).shown).toMatch(
    /paper docker .*recovered 2026-11-22 03:01:00 UTC; this is the 3rd time/,
  );
});

test('outage calls no trader dead', () => {
  const { text, shown } = told(blind);
  expect(shown).toContain('Traders may be down without an alert');
  expect(text).not.toMatch(/heartbeat|docker/);
});

test('after an outage the message says how long it was, each time once, and calls no trader well', () => {
  const { text, shown } = told(blindOver);
  expect(shown).toMatch(/^✅ Monitoring resumed after 2 min\n/);
  expect(shown.match(/03:02:00 UTC/g)).toHaveLength(1);
  expect(text).toContain('From 03:00 UTC to 03:02 UTC.');
  for (const words of [text, shown]) expect(words).not.toMatch(/Recovered|well/);
});

describe.each(REDIS_ROLES)('where nothing could be stored in the Redis of the role %s', (role) => {
  test.each(UNAVAILABLE_REASONS)('since it is %s, the message says so, and that alerts go on', (reason) => {
    const storeOutage = { role, reason };
    const [lasts, over] = [blind, blindOver].map((incident) => told({ ...incident, storeOutage }));
    expect(lasts?.shown).toMatch(/^🔴 CRITICAL · Storage outage: (Redis|arbwatch's store) /);
    expect(lasts?.shown).toContain('Alerts go on from the memory of this instance');
    expect(over?.shown).toMatch(/^✅ Storage resumed after /);
    expect(`${lasts?.text} ${over?.text} ${lasts?.shown}`).not.toMatch(/cannot be seen|seen again/);
  });
});

test('A monitoring outage does not ask anybody to acknowledge it', () => {
  const { text, shown } = told(blind);
  for (const words of [text, shown]) expect(words).not.toMatch(/acknowledge/i);
});

test.each([
  ['lasts', blind],
  ['is over', blindOver],
])('an outage that %s has no empty block', (_, incident) => {
  const { blocks } = incidentMessage(incident, context, options);
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'actions']);
});

test('what is over says on the screen once when it began', () => {
  const { shown } = told(recovered);
  expect(shown.match(/02:58:00 UTC/g)).toHaveLength(1);
  expect(shown).toContain('Recovered 2026-11-22 03:01:00 UTC. Acknowledged by');
});

test('of real money in a storm it is said whose', () => {
  expect(told(storm).shown).toContain('REAL MONEY (live docker): live trading is enabled and armed.');
});

test.each<[string, Details, string]>([
  [
    'by its orders',
    { realMoney: true, realMoneyBy: 'orders', lastRealOrder: '2026-11-20T03:00:00Z' },
    'It sends real orders, the last one 2026-11-20 03:00:00 UTC.',
  ],
  [
    'by its orders, whatever its flags say',
    {
      realMoney: true,
      realMoneyBy: 'orders',
      lastRealOrder: '2026-11-20T03:00:00Z',
      realMoneyContradictedBy: 'flags',
    },
    'the last one 2026-11-20 03:00:00 UTC, although its flags say otherwise.',
  ],
  ['by its metrics', { realMoney: true, realMoneyBy: 'metrics' }, 'Live trading is enabled, by its metrics.'],
  ['by nothing', {}, 'Real money: unknown, assume yes. Live trading: not reported.'],
  [
    'not to be at stake, by its metrics',
    { realMoney: false, realMoneyBy: 'metrics' },
    'Live trading: off, by its metrics. No real orders.',
  ],
])('real money is known %s', (_, details, sentence) => {
  expect(told({ ...open, targets: [affected('live:docker', details)] }).shown).toContain(sentence);
});

test.each<[string, Details, string]>([
  [
    'a heartbeat',
    {},
    'live docker has given no sign of life since 2026-11-22 02:58:00 UTC; the last was a heartbeat from trader.',
  ],
  [
    'its portfolio, of one that sends no heartbeat',
    { sign: 'portfolio', component: 'portfolio', sendsHeartbeat: false },
    'since 2026-11-22 02:58:00 UTC; the last was a portfolio update.',
  ],
  [
    'its portfolio, of one that sends heartbeats, too',
    { sign: 'portfolio', component: 'portfolio' },
    'since 2026-11-22 02:58:00 UTC; the last was a portfolio update.',
  ],
  [
    'nothing: it was dead when the bot began to watch',
    { lastSign: null, waitedSince: '2026-11-22T02:58:00Z', sign: null, component: null },
    'live docker has given no sign of life since monitoring began, 2026-11-22 02:58:00 UTC.',
  ],
])('a death says which sign was the last: %s', (_, details, sentence) => {
  expect(told({ ...open, targets: [affected('live:docker', details)] }).shown).toContain(sentence);
});

test('no instant is shown in two zones', () => {
  for (const incident of [
    open,
    storm,
    realMoney,
    noHeartbeat,
    breaker,
    acknowledged,
    snoozed,
    recovered,
    blind,
  ]) {
    const { blocks } = incidentMessage(incident, context, { ...options, zone: 'Asia/Seoul' });
    const own = JSON.stringify(blocks.filter(({ type }) => type !== 'actions'));
    expect(own.replaceAll(/"fallback":"[^"]*"|<!date[^>]*>/g, '')).not.toMatch(/\d\d:\d\d|UTC|GMT/);
  }
});

test.each([
  ['acknowledged', acknowledged, /Acknowledged by <@U0OPERATOR>, 03:01 UTC/],
  ['snoozed', snoozed, /Snoozed until 04:02 UTC by <@U0OPERATOR>/],
  ['recovered', recovered, /From 02:58 UTC to 03:01 UTC. Acknowledged by <@U0OPERATOR>/],
  ['muted', muted, /No alerts from 03:02 UTC until it recovers/],
  ['open', open, /Not acknowledged yet/],
])('one that is %s says who has it in hand, or what became of it', (_, incident, words) => {
  expect(told(incident).text).toMatch(words);
});

test('A late incident message shows when it was detected and delivered, and what delayed it', () => {
  const late = {
    detectedAt: minutesAgo(61),
    deliveredAt: minutesAgo(43),
    because: { kind: 'unreachable', detail: '' },
  } as const;
  const { text } = seen(incidentMessage(open, { ...context, deliveredLate: late }, options));
  expect(text).toContain('Late: detected 02:01 UTC, delivered 02:19 UTC (Slack was unreachable).');
});

test("Slack's own word for what kept it is read out in a sentence that it does not break", () => {
  const because = { kind: 'channel', detail: 'is_archived' } as const;
  const late = { detectedAt: minutesAgo(61), deliveredAt: minutesAgo(43), because };
  const { text } = seen(incidentMessage(open, { ...context, deliveredLate: late }, options));
  expect(text).toContain('delivered 02:19 UTC (`Slack refused the channel: is_archived`).');
});

test('An incident message in the fallback channel names its intended channel and why it is not there', () => {
  const insteadOf = { channel: 'C0OLDDESK', code: 'is_archived' };
  const { text } = seen(incidentMessage(open, { ...context, insteadOf }, options));
  expect(text).toContain('Meant for <#C0OLDDESK>, which cannot take it (`is_archived`).');
});

describe('the buttons', () => {
  const { acknowledge, snooze, unsnooze, mute, maintenance, releaseHeartbeat, status } = INCIDENT_ACTIONS;

  test.each([
    ['open', open, [acknowledge, snooze, status, maintenance, mute]],
    ['acknowledged', acknowledged, [snooze, status, maintenance, mute]],
    ['snoozed', snoozed, [acknowledge, unsnooze, status, maintenance, mute]],
    ['recovered', recovered, [status]],
    ['muted', muted, [status]],
    ['blind', blind, [status]],
    ['about a heartbeat', noHeartbeat, [acknowledge, snooze, status, maintenance, releaseHeartbeat]],
  ])('of one that is %s', (_, incident, actions) => {
    expect(actionsOf(incident)).toEqual(actions);
  });

  test('Stop expecting heartbeats is what can be done about a heartbeat that will not come', () => {
    const release = elementsOf(noHeartbeat).find(({ action_id }) => action_id === releaseHeartbeat);
    expect(release).toMatchObject({ text: { text: 'Stop expecting heartbeats' }, value: noHeartbeat.id });
    expect(told({ ...noHeartbeat, state: 'muted', closedAt: NIGHT }).shown).toContain(
      'Judged by its portfolio alone since 2026-11-22 03:02:00 UTC, until it sends a heartbeat again.',
    );
  });

  test('Mute asks first, and says what it means', () => {
    const stop = elementsOf(open).find(({ action_id }) => action_id === mute);
    expect(stop).toMatchObject({
      style: 'danger',
      confirm: { title: { text: 'Mute paper docker?' } },
    });
    expect(JSON.stringify(stop)).toMatch(/no more alerts about paper docker until it recovers/);
  });

  test('Snooze offers an hour, four hours, and 09:00 in the configured zone', () => {
    expect(JSON.stringify(elementsOf(open))).toMatch(/For 1 hour.*For 4 hours.*Until 09:00 \(UTC\)/);
  });
});

test('the demo says so', () => {
  const { text, shown } = seen(incidentMessage(open, context, { ...options, demo: true }));
  for (const words of [text, shown]) expect(words).toContain('Demo data');
});
