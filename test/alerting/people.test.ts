import { backAt, dies, HOUR, OPEN } from './dying';
import { told, upon } from './story';
import { second, trader } from './world';

describe('What a person does', () => {
  test('to acknowledge ends the reminders, and is told in the thread', () => {
    const acts = [[600, upon({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { lines, decisions } = told({ traders: [dies], until: 3 * HOUR, acts });
    expect(lines).toEqual([
      OPEN,
      '10:00 acknowledged no_sign_of_life paper:docker',
      '10:00 thread: U1 acknowledge',
    ]);
    expect(decisions.flatMap(({ audit }) => audit)).toContainEqual({
      at: second(600),
      userId: 'U1',
      what: expect.stringContaining('acknowledged it'),
    });
  });

  test('to acknowledge withdraws a reminder that still waits', () => {
    const acts = [[HOUR + 600, upon({ kind: 'acknowledge', userId: 'U1' })]] as const;
    const { deliveries, decisions } = told({ traders: [dies], until: 2 * HOUR, acts });
    const reminder = deliveries.find(
      (delivery) => delivery.kind === 'note' && delivery.note.kind === 'reminder',
    );
    expect(decisions.flatMap(({ cancelled }) => cancelled)).toEqual([reminder?.id]);
  });

  test('to snooze keeps it quiet, and it is open again with a reminder when the snooze has ended', () => {
    const acts = [[600, upon({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })]] as const;
    expect(told({ traders: [dies], until: 6 * HOUR, acts }).lines).toEqual([
      OPEN,
      '10:00 snoozed no_sign_of_life paper:docker',
      '10:00 thread: U1 snooze until 2026-11-22T05:00:00.000Z',
      '2:00:00 open no_sign_of_life paper:docker',
      '2:00:00 thread: reminder after 7005 s',
      '6:00:00 thread: reminder after 21405 s',
    ]);
  });

  test('to snooze changes nothing about its recovery', () => {
    const acts = [[300, upon({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })]] as const;
    expect(told({ traders: [backAt(400)], until: 3 * HOUR, acts }).lines.slice(-2)).toEqual([
      '7:00 recovered no_sign_of_life paper:docker (well)',
      '7:00 channel: recovered after 300 s',
    ]);
  });

  test('to end a snooze opens it again', () => {
    const acts = [
      [300, upon({ kind: 'snooze', userId: 'U1', until: second(2 * HOUR) })],
      [600, upon({ kind: 'unsnooze', userId: 'U2' })],
    ] as const;
    expect(told({ traders: [dies], until: HOUR + 900, acts }).lines.slice(-3)).toEqual([
      '10:00 open no_sign_of_life paper:docker',
      '10:00 thread: U2 unsnooze',
      '1:10:00 thread: reminder after 4005 s',
    ]);
  });

  test('to stop watching keeps the trader silent', () => {
    const acts = [[600, upon({ kind: 'mute', userId: 'U1' })]] as const;
    expect(told({ traders: [dies], until: 3 * HOUR, acts }).lines).toEqual([
      OPEN,
      '10:00 muted no_sign_of_life paper:docker',
      '10:00 thread: U1 mute',
    ]);
  });

  test('to stop watching lasts until the trader beats again: its next death is an incident of its own', () => {
    const acts = [[600, upon({ kind: 'mute', userId: 'U1' })]] as const;
    const revived = trader('paper:docker', [
      [-600, 100],
      [1000, 2000],
    ]);
    const { lines, known } = told({ traders: [revived], until: 3000, acts });
    expect(lines.slice(3)).toEqual(['35:00 open no_sign_of_life paper:docker']);
    expect(known.incidents).toHaveLength(2);
  });

  test('to stop watching outlasts the restart of the bot', () => {
    const acts = [[600, upon({ kind: 'mute', userId: 'U1' })]] as const;
    const { lines } = told({ traders: [dies], until: 3 * HOUR, acts, botAway: [[700, 2 * HOUR]] });
    expect(lines.slice(3)).toEqual(['2:00:00 recovered monitoring_outage']);
  });

  test.each([
    ['acknowledge', { kind: 'acknowledge', userId: 'U2' }, 'closed'],
    ['snooze', { kind: 'snooze', userId: 'U2', until: second(9999) }, 'closed'],
  ] as const)('to %s is refused when it is over', (_, action, refused) => {
    expect(told({ traders: [backAt(400)], until: 900, acts: [[600, upon(action)]] }).refusals).toEqual([
      refused,
    ]);
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
  ] as const)('is refused when one %s', (_, action, refused) => {
    const acts = [
      [600, upon({ kind: 'acknowledge', userId: 'U1' })],
      [700, upon(action)],
    ] as const;
    expect(told({ traders: [dies], until: 900, acts }).refusals).toEqual([refused]);
  });

  test('about an incident that is not known is refused', () => {
    const acts = [[600, upon({ kind: 'acknowledge', userId: 'U1' })]] as const;
    expect(told({ traders: [], until: 900, acts }).refusals).toHaveLength(1);
  });
});
