import { type AlertHarness, createAlertHarness, STRANGER } from '../helpers/alertHarness';
import { affected, knownWith, NIGHT, open } from '../helpers/incidents';

const calm = knownWith();
/** NIGHT is 03:02 UTC; what is typed is read in the zone of the bot, UTC. */
const at = (hour: number, minute = 0, days = 0): Date =>
  new Date(Date.UTC(2026, 10, 22 + days, hour, minute));

describe('/arb-alerts maintenance, mute, unmute and muted', () => {
  let kit: AlertHarness;
  beforeEach(async () => {
    kit = createAlertHarness();
    await kit.know(calm);
  });
  const ask = (words: string) => kit.ask(`/arb-alerts ${words}`);
  const active = async () => (await kit.service.silences()).active;

  test.each([
    ['maintenance paper docker 22:00-23:00 deploy', { from: at(22), until: at(23), reason: 'deploy' }],
    ['maintenance paper docker 22:00-02:00', { from: at(22), until: at(2, 0, 1), reason: null }],
    ['maintenance paper docker tomorrow 22:00-23:00', { from: at(22, 0, 1), until: at(23, 0, 1) }],
    ['maintenance paper:docker 1h new disk', { from: NIGHT, until: at(4, 2), reason: 'new disk' }],
    ['maintenance 1h paper docker', { from: NIGHT, until: at(4, 2) }],
    ['maintenance paper docker', { from: NIGHT, until: at(4, 2) }],
    [
      'maintenance paper docker until 9 critical deploy',
      { until: at(9), includesCritical: true, reason: 'deploy' },
    ],
    ['maintenance paper docker 1h not critical', { includesCritical: false, reason: 'not critical' }],
    ['maintenance all 30m', { targets: ['*'], until: at(3, 32) }],
    ['maintenance all paper 30m', { targets: ['paper:*'] }],
    ['maintenance paper docker and live docker 30m', { targets: ['paper:docker', 'live:docker'] }],
    ['mute paper docker 3d', { kind: 'mute', until: at(3, 2, 3), includesCritical: false }],
    ['mute paper docker critical stopped for good', { kind: 'mute', until: null, includesCritical: true }],
    ['snooze paper docker 2h', { kind: 'snooze', targets: ['paper:docker'], until: at(5, 2) }],
    ['snooze paper docker 2h critical', { kind: 'snooze', includesCritical: true }],
  ])('%s is stored as it was meant', async (words, expected) => {
    await ask(words);
    const { active: now, upcoming } = await kit.service.silences();
    expect([...now, ...upcoming]).toMatchObject([
      { targets: ['paper:docker'], by: 'U0OPERATOR', ...expected } as object,
    ]);
  });

  test('maintenance answers what it means, and how to include critical alerts', async () => {
    const { shown } = await ask('maintenance paper docker 22:00-23:00 deploy');
    expect(shown).toContain(
      'Maintenance of paper docker from 2026-11-22 22:00:00 UTC until 2026-11-22 23:00:00 UTC',
    );
    expect(shown).toContain('Monitoring goes on');
    expect(shown).toContain('/arb-alerts maintenance paper docker 22:00-23:00 critical deploy');
  });

  test.each([
    ['maintenance 1h', /target to silence is missing/i],
    ['maintenance paper nowhere 1h', /nowhere/],
    ['maintenance paper docker 22:00', /22:00/],
    ['maintenance paper docker 90d', /ends too far ahead/],
    [`maintenance paper docker 1h ${'x'.repeat(201)}`, /is too long/],
    ['mute paper docker 999d', /ends too far ahead/],
    ['unmute paper docker soon', /soon/],
  ])('%s is refused with what to type', async (words, problem) => {
    expect((await ask(words)).text).toMatch(problem);
    expect(await active()).toEqual([]);
  });

  test('are listed with until when and by whom, here and in the overview, and in the explanation', async () => {
    await ask('maintenance paper docker 1h deploy');
    await ask('maintenance live docker 22:00-23:00');
    for (const words of ['muted', 'maintenance', '']) {
      const { shown } = await ask(words);
      expect(shown).toMatch(/Maintenance of paper docker until 2026-11-22 04:02:00 UTC by .*: deploy/);
      expect(shown).toMatch(/Planned\n\W*Maintenance of live docker from 2026-11-22 22:00:00 UTC/);
    }
    expect((await ask('why paper docker')).shown).toContain('in maintenance');
    expect((await ask('why paper docker')).shown).toContain('Maintenance of paper docker until');
  });

  test('are ended early, each by its own word, and the answer says which', async () => {
    await ask('maintenance paper docker 1h');
    await ask('mute paper docker');
    expect((await ask('unmute paper docker')).text).toContain('Ended: Mute of paper docker');
    expect(await active()).toMatchObject([{ kind: 'maintenance' }]);
    expect((await ask('maintenance end paper docker')).text).toContain('Ended: Maintenance of paper docker');
    expect(await active()).toEqual([]);
    expect((await ask('maintenance end paper docker')).text).toContain(
      'There is nothing to end for paper docker',
    );
    await ask('snooze paper docker 2h');
    expect((await ask('unsnooze paper docker')).text).toContain('Ended: Snooze of paper docker');
  });

  test('snooze of a trader with an open alert snoozes that alert', async () => {
    await kit.know(knownWith(open));
    await ask('snooze paper docker 2h');
    expect(await active()).toEqual([]);
    expect((await kit.service.incidents())[0]?.state).toBe('snoozed');
  });

  test('unmute ends what the Mute button of an alert did', async () => {
    await kit.know(knownWith(open));
    await kit.press('incident:mute', open.id);
    expect((await ask('muted')).shown).toMatch(/Muted: paper docker until it recovers/);
    expect((await ask('unmute paper docker')).text).toContain('Unmuted: paper docker');
    expect((await kit.service.silences()).muted).toEqual([]);
  });

  test('need the role operator, but for the lists', async () => {
    for (const words of [
      'maintenance paper docker 1h',
      'mute paper docker',
      'unmute paper docker',
      'maintenance end all',
    ])
      expect((await kit.ask(`/arb-alerts ${words}`, STRANGER)).text).toMatch(/operator/i);
    expect(await active()).toEqual([]);
  });

  test('are noted in the activity', async () => {
    await ask('maintenance paper docker 1h');
    await ask('maintenance end paper docker');
    const { shown } = await ask('history');
    expect(shown).toContain('began Maintenance of paper docker');
    expect(shown).toContain('ended Maintenance of paper docker');
  });
});

describe('The button "Maintenance 1 h" of an alert', () => {
  test.each([
    ['a warning leaves critical alerts', 'warning', false],
    ['a critical alert includes critical ones', 'critical', true],
  ] as const)('of %s', async (_, severity, includesCritical) => {
    const kit = createAlertHarness();
    await kit.know(knownWith({ ...open, severity, targets: [affected('paper:docker')] }));
    await kit.press('incident:maintenance', open.id);
    expect((await kit.service.silences()).active).toMatchObject([
      { kind: 'maintenance', targets: ['paper:docker'], includesCritical, until: at(4, 2) },
    ]);
  });
});

test('An alert whose rule was switched off says so to who acts on it later, and not that it recovered', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith({ ...open, state: 'closed', closedAt: NIGHT }));
  const answer = await kit.press('incident:acknowledge', open.id);
  expect(answer?.text).toContain('It was closed, since its rule was switched off, 2026-11-22 03:02 UTC');
});
