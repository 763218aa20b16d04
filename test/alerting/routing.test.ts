import { evaluateTime, initialState } from '../../src/alerting';
import type { Incident } from '../../src/alerting/incidents/incident';
import {
  type AlertRoute,
  alertChannels,
  channelFor,
  channelOf,
  targetsOfEvent,
} from '../../src/alerting/routing/alertRoutes';
import type { Severity } from '../../src/alerting/severity/severity';
import type { Notification } from '../../src/notify/model/notification';
import { open } from '../helpers/incidents';
import { actionOn, runScenario, SETTINGS } from '../helpers/scenario';
import { second, type Trader, trader } from '../helpers/traders';

const ROUTES: readonly AlertRoute[] = [
  { match: { severity: ['critical'], target: ['live:docker', 'other/live:*'] }, channel: 'C0MINE' },
  { match: { severity: ['critical'] }, channel: 'C0CRIT' },
  { match: { mode: ['paper', 'shadow'], target: ['*:docker'] }, channel: 'C0PAPER' },
];
const SETTINGS_WITH_ROUTES = { ...SETTINGS, routes: ROUTES };

describe('The channel of an alert', () => {
  test.each<[Severity, string[], string]>([
    ['critical', ['live:docker'], 'C0MINE'],
    ['critical', ['other/live:docker'], 'C0MINE'],
    ['critical', ['live:local'], 'C0CRIT'],
    ['critical', [], 'C0CRIT'],
    ['warning', ['paper:docker'], 'C0PAPER'],
    // One target of a group has to fit as a whole.
    ['warning', ['paper:local', 'live:docker'], 'C0ALERTS'],
    ['warning', ['paper:local', 'shadow:docker'], 'C0PAPER'],
    ['warning', [], 'C0ALERTS'],
    ['info', ['live:docker'], 'C0ALERTS'],
  ])('that is %s and about %j is %s', (severity, targets, channel) => {
    expect(channelFor(SETTINGS_WITH_ROUTES, { severity, targets })).toBe(channel);
  });

  test('is the one for what no route fits where there are no routes', () => {
    expect(channelFor(SETTINGS, { severity: 'critical', targets: ['live:docker'] })).toBe('C0ALERTS');
    expect(alertChannels(SETTINGS)).toEqual(['C0ALERTS']);
    expect(alertChannels(SETTINGS_WITH_ROUTES)).toEqual(['C0ALERTS', 'C0MINE', 'C0CRIT', 'C0PAPER']);
  });

  test('of a tuning session is found by the target that it tunes, too', () => {
    const details = { env: 'docker', mode: 'paper' };
    const targets = targetsOfEvent({ target: 'tuning:docker:paper:s1', details });
    expect(channelFor(SETTINGS_WITH_ROUTES, { severity: 'info', targets })).toBe('C0PAPER');
    expect(
      targetsOfEvent({ target: 'v2:production:run-1', details: { env: 'production', mode: 'PANIC' } }),
    ).toEqual(['v2:production:run-1']);
  });

  test('of an open incident stays while alerts go there, and is decided anew where they do not', () => {
    const incident: Incident = { ...open, channel: 'C0CRIT' };
    expect(channelOf(incident, SETTINGS_WITH_ROUTES)).toBe('C0CRIT');
    expect(channelOf(incident, { channel: 'C0NEW' })).toBe('C0NEW');
    expect(channelOf(incident, { channel: 'C0NEW', routes: ROUTES.slice(2) })).toBe('C0PAPER');
    expect(channelOf(open, SETTINGS_WITH_ROUTES)).toBe('C0ALERTS');
  });

  test('is that of its message where only time passes, as at the end of a snooze while Redis is away', () => {
    const incident: Incident = { ...open, channel: 'C0CRIT', state: 'snoozed', snoozedUntil: second(60) };
    const known = { ...initialState(second(0)), incidents: [incident] };
    const due = evaluateTime(known, second(61), SETTINGS_WITH_ROUTES)?.notifications ?? [];
    expect(due.map(({ kind, channel }) => [kind, channel])).toEqual([
      ['incident', 'C0CRIT'],
      ['note', 'C0CRIT'],
    ]);
  });
});

const DIES: Trader['beats'] = [[-600, 100]];
const sentOf = (deliveries: readonly Notification[]) =>
  deliveries.map(({ kind, channel, ...rest }) => [
    kind,
    channel,
    (kind === 'incident' && 'incident' in rest ? rest.incident?.mentions : rest.mentions) ?? [],
  ]);
const MENTIONS = { critical: ['on_call', 'S0TEAM', 'here'], warning: ['U0WARN'] };
const PAGING = {
  onCall: {
    people: ['U0DUTY'],
    handover: { weekday: 1, hour: 9, minute: 0 },
    zone: 'UTC',
    start: null,
  },
} as const;

describe('What is sent of an incident', () => {
  test('goes to the channel in which it was opened, and mentions people in the first message', () => {
    const traders = [trader('live:docker', [...DIES, [400, Infinity]])];
    const acts = [[300, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const settings = { routes: ROUTES, mentions: MENTIONS, paging: PAGING };
    const { deliveries } = runScenario({ traders, until: 600, acts, settings });
    const all = ['U0DUTY', 'S0TEAM', 'here'];
    expect(sentOf(deliveries)).toEqual([
      ['incident', 'C0MINE', all],
      ['incident', 'C0MINE', all],
      ['note', 'C0MINE', []],
      ['incident', 'C0MINE', all],
      ['note', 'C0MINE', []],
    ]);
  });

  test('mentions nobody in place of somebody on call where nobody is configured', () => {
    const { deliveries } = runScenario({
      traders: [trader('live:docker', DIES)],
      until: 300,
      settings: { mentions: { critical: ['on_call'] } },
    });
    expect(sentOf(deliveries)).toEqual([['incident', 'C0ALERTS', []]]);
  });

  test('mentions once more when it becomes more severe, and moves to the channel of what it is now', () => {
    const traders = [trader('paper:docker', DIES), trader('live:docker', [[-600, 110]])];
    const settings = { routes: ROUTES, mentions: MENTIONS };
    const { deliveries } = runScenario({ traders, until: 300, settings });
    expect(sentOf(deliveries)).toEqual([
      ['incident', 'C0PAPER', ['U0WARN']],
      ['incident', 'C0MINE', ['S0TEAM', 'here']],
      ['note', 'C0MINE', ['S0TEAM', 'here']],
    ]);
  });

  test('does not mention again when a target of the same severity joins', () => {
    const traders = [trader('paper:docker', DIES), trader('shadow:docker', [[-600, 110]])];
    const { deliveries } = runScenario({ traders, until: 300, settings: { mentions: MENTIONS } });
    expect(sentOf(deliveries).at(-1)).toEqual(['note', 'C0ALERTS', []]);
  });
});

test('An event goes to the channel of its severity and mentions whom that mentions', () => {
  const reports = (t: number) => ({ liveEnabled: true, liveArmed: t > 20 });
  const { deliveries } = runScenario({
    traders: [trader('live:local', [[-600, Infinity]], { reports })],
    until: 60,
    settings: { routes: ROUTES, mentions: MENTIONS },
  });
  expect(sentOf(deliveries)).toEqual([['event', 'C0CRIT', ['S0TEAM', 'here']]]);
});

test('An outage that is over goes to the channel in which it would have been reported', () => {
  const { deliveries } = runScenario({
    traders: [trader('live:local', [[-600, Infinity]])],
    until: 300,
    redisAway: [[60, 200]],
    settings: { routes: ROUTES, mentions: MENTIONS },
  });
  expect(deliveries).toMatchObject([
    { channel: 'C0CRIT', incident: { severity: 'critical', channel: 'C0CRIT', openedAt: second(45) } },
  ]);
});
