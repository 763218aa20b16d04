import { dyingTrader, HOUR, OPEN, returnsAt } from '../helpers/dyingTrader';
import { actionOn, runScenario } from '../helpers/scenario';
import { second, trader } from '../helpers/traders';

describe('An action', () => {
  test('to acknowledge ends the reminders and is shown in the thread', () => {
    const acts = [[600, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { lines, decisions } = runScenario({ traders: [dyingTrader], until: 3 * HOUR, acts });
    expect(lines).toEqual([
      OPEN,
      '10:00 acknowledged no_sign_of_life paper:docker',
      '10:00 thread: U1 acknowledge',
    ]);
    expect(decisions.flatMap(({ audit }) => audit)).toContainEqual({
      at: second(600),
      actor: 'U1',
      action: { kind: 'acknowledge' },
      incident: { id: expect.stringMatching(/^no_sign_of_life:paper:docker:/), rule: 'no_sign_of_life' },
      target: 'paper:docker',
    });
  });

  test('to acknowledge cancels a pending reminder', () => {
    const acts = [[HOUR + 600, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { deliveries, decisions } = runScenario({ traders: [dyingTrader], until: 2 * HOUR, acts });
    const reminder = deliveries.find(
      (delivery) => delivery.kind === 'note' && delivery.note.kind === 'reminder',
    );
    expect(decisions.flatMap(({ cancelled }) => cancelled)).toEqual([reminder?.id]);
  });

  test('to snooze silences the incident until it reopens with a reminder', () => {
    const acts = [[600, actionOn({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })]] as const;
    expect(runScenario({ traders: [dyingTrader], until: 6 * HOUR, acts }).lines).toEqual([
      OPEN,
      '10:00 snoozed no_sign_of_life paper:docker',
      '10:00 thread: U1 snooze until 2026-11-22T05:00:00.000Z',
      '2:00:00 open no_sign_of_life paper:docker',
      '2:00:00 channel: reminder after 7005 s',
      '6:00:00 thread: reminder after 21405 s',
    ]);
  });

  test('to snooze does not prevent the recovery, which only the message shows', () => {
    const acts = [[300, actionOn({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })]] as const;
    expect(runScenario({ traders: [returnsAt(400)], until: 3 * HOUR, acts }).lines.slice(-2)).toEqual([
      '5:00 thread: U1 snooze until 2026-11-22T05:00:00.000Z',
      '7:00 recovered no_sign_of_life paper:docker (well)',
    ]);
  });

  test('to end a snooze reopens the incident', () => {
    const acts = [
      [300, actionOn({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })],
      [600, actionOn({ kind: 'unsnooze', userId: 'U2' })],
    ] as const;
    expect(runScenario({ traders: [dyingTrader], until: HOUR + 900, acts }).lines.slice(-3)).toEqual([
      '10:00 open no_sign_of_life paper:docker',
      '10:00 thread: U2 unsnooze',
      '1:10:00 thread: reminder after 4005 s',
    ]);
  });

  test('to mute silences the trader', () => {
    const acts = [[600, actionOn({ kind: 'mute', userId: 'U1' })]] as const;
    expect(runScenario({ traders: [dyingTrader], until: 3 * HOUR, acts }).lines).toEqual([
      OPEN,
      '10:00 muted no_sign_of_life paper:docker',
      '10:00 thread: U1 mute',
    ]);
  });

  test('to mute lasts until the trader is alive again; its next death is a new incident', () => {
    const acts = [[600, actionOn({ kind: 'mute', userId: 'U1' })]] as const;
    const revived = trader('paper:docker', [
      [-600, 100],
      [1000, 2000],
    ]);
    const { lines, known } = runScenario({ traders: [revived], until: 3000, acts });
    expect(lines.slice(3)).toEqual(['35:00 open no_sign_of_life paper:docker']);
    expect(known.incidents).toHaveLength(2);
  });

  test('to mute survives a restart of the bot', () => {
    const acts = [[600, actionOn({ kind: 'mute', userId: 'U1' })]] as const;
    const { lines } = runScenario({
      traders: [dyingTrader],
      until: 3 * HOUR,
      acts,
      botAway: [[700, 2 * HOUR]],
    });
    expect(lines.slice(3)).toEqual(['2:00:00 recovered monitoring_outage']);
  });

  test.each([
    ['acknowledge', { kind: 'acknowledge', userId: 'U2' }, 'closed'],
    ['snooze', { kind: 'snooze', userId: 'U2', until: second(9999) }, 'closed'],
  ] as const)('to %s is rejected after the incident has closed', (_, action, refused) => {
    expect(
      runScenario({ traders: [returnsAt(400)], until: 900, acts: [[600, actionOn(action)]] }).refusals,
    ).toEqual([refused]);
  });

  test.each([
    ['acknowledges it twice', { kind: 'acknowledge', userId: 'U1' }, 'already_acknowledged'],
    ['acknowledges it after another', { kind: 'acknowledge', userId: 'U2' }, 'already_acknowledged'],
    ['ends a snooze that there is not', { kind: 'unsnooze', userId: 'U1' }, 'not_snoozed'],
    [
      'snoozes it until a time that has passed',
      { kind: 'snooze', userId: 'U1', until: second(0) },
      'in_the_past',
    ],
  ] as const)('is rejected if one %s', (_, action, refused) => {
    const acts = [
      [600, actionOn({ kind: 'acknowledge', userId: 'U1' })],
      [700, actionOn(action)],
    ] as const;
    expect(runScenario({ traders: [dyingTrader], until: 900, acts }).refusals).toEqual([refused]);
  });

  test('on an unknown incident is rejected', () => {
    const acts = [[600, actionOn({ kind: 'acknowledge', userId: 'U1' })]] as const;
    expect(runScenario({ traders: [], until: 900, acts }).refusals).toHaveLength(1);
  });
});
