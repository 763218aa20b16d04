import { incidentNotification, noteNotification } from '../../src/alerting/incidents/notificationIds';
import { matcher, metadataFor } from '../../src/notify/idempotency/metadata';
import { ALERTS } from '../helpers/dispatcherHarness';
import { at, incident } from '../helpers/notifications';

const told = { channel: ALERTS, detectedAt: at(0) };
const died = (target: string, seconds: number, others: readonly string[] = []) =>
  incident({
    id: `no_sign_of_life:${target}:${at(seconds).getTime()}`,
    targets: [target, ...others].flatMap((each) =>
      incident().targets.map((one) => ({ ...one, target: each, startedAt: at(seconds) })),
    ),
  });
const over = (of: ReturnType<typeof died>) => ({ ...of, closedAt: at(500), state: 'recovered' as const });
const message = (of: ReturnType<typeof died>) => incidentNotification(of, told);
const isFoundBy = (posted: Parameters<typeof metadataFor>[0], other: Parameters<typeof matcher>[0]) =>
  matcher(other)(metadataFor(posted));

describe('The message that another instance posted from memory is found', () => {
  test.each([
    [
      'after a beginning that it read a little later',
      died('paper:docker', 100),
      died('paper:docker', 102),
      true,
    ],
    [
      'that names another target of the same storm first',
      died('paper:b', 100, ['paper:a']),
      died('paper:a', 101, ['paper:b']),
      true,
    ],
    [
      'of a trader that was alive for longer than it knows',
      died('paper:docker', 900),
      died('paper:docker', 100),
      true,
    ],
    ['but not that of an earlier failure', over(died('paper:docker', 100)), died('paper:docker', 900), false],
    ['but not that of another target', died('paper:docker', 100), died('paper:other', 100), false],
  ])('%s', (_, posted, own, isFound) => {
    expect(isFoundBy(message(posted), message(own))).toBe(isFound);
  });

  test('in the thread, too, under an id that differs by milliseconds', () => {
    const note = (of: ReturnType<typeof died>, durationMs = 1) =>
      noteNotification(of, { note: { kind: 'recovered', durationMs }, replyBroadcast: true }, told);
    const [one, two] = [died('paper:docker', 100), died('paper:docker', 100.007)];
    expect(isFoundBy(note(one), note(two))).toBe(true);
    expect(isFoundBy(note({ ...one, revision: 5 }), note(two))).toBe(false);
  });
});

test('A reminder is not needed where the thread says that somebody has acknowledged since', () => {
  const of = died('paper:docker', 100);
  const reminder = noteNotification(
    of,
    { note: { kind: 'reminder', openForMs: 1 }, replyBroadcast: false },
    told,
  );
  const acted = (revision: number) =>
    noteNotification(
      { ...of, revision },
      { note: { kind: 'acted', userId: 'U1', action: { kind: 'acknowledge' } }, replyBroadcast: false },
      told,
    );
  expect(isFoundBy(acted(of.revision + 1), reminder)).toBe(true);
  expect(isFoundBy(acted(of.revision), reminder)).toBe(false);
});
