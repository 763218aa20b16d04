import { checkInvariants } from '../../tools/invariants/checkInvariants';
import type {
  FollowAsked,
  FollowsRecord,
  MessageVersion,
  SlackMessage,
} from '../../tools/invariants/history';
import { at, calm, message } from './fixtures';

const ID = 'C0ALERTS /arb-status paper docker';

const says = (minutes: number, text: string, context = ''): MessageVersion => ({
  at: at(minutes),
  text,
  blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: context }] }],
});
const current = (minutes: number) =>
  says(minutes, 'fine', '🔄 Kept current: updates every 5 min, until 14:00');
const ended = (minutes: number, why = 'Somebody stopped it.') =>
  says(minutes, `No longer updated. ${why} fine`);
const currentFrom = (from: number, to: number): MessageVersion[] =>
  Array.from({ length: Math.floor((to - from) / 5) + 1 }, (_, i) => current(from + 5 * i));

const posted = (
  versions: readonly MessageVersion[],
  { posting = 1, deleted = null }: { posting?: number; deleted?: SlackMessage['deleted'] } = {},
): SlackMessage => {
  const [first = current(0), ...more] = versions;
  return message(`follow:${ID}:${posting}`, [first, ...more], { deleted });
};

const asked = (what: 'start' | 'stop', minutes: number, kind: string | null): FollowAsked => ({
  ...{ id: ID, userId: 'U0ANN', what, kind: 'status', sessionId: null, at: at(minutes) },
  answer: kind === null ? null : { kind, at: at(minutes) },
});
const FOLLOWED = [asked('start', 0, 'started'), asked('stop', 60, 'stopped')];
const WHOLE = { from: at(0), to: at(600) };

const foundIn = (messages: readonly SlackMessage[], change: Partial<FollowsRecord> = {}) =>
  checkInvariants(
    calm({ follows: { asked: FOLLOWED, messages, healthy: [WHOLE], forgot: [], ...change } }),
  ).violations.map(({ what }) => what);

describe('Of followed messages the checker finds', () => {
  const good = posted([...currentFrom(0, 55), ended(60)]);

  test('nothing where one is changed as often as it says, and then says that it has ended', () => {
    expect(foundIn([good])).toEqual([]);
  });

  test.each<[string, SlackMessage[], string]>([
    [
      'one that is older than it says',
      [posted([...currentFrom(0, 20), ...currentFrom(40, 55), ended(60)])],
      'changed every',
    ],
    ['one that claims to be current after its end', [posted(currentFrom(0, 600))], 'after its end'],
    [
      'one that is changed after it said that it has ended',
      [posted([...currentFrom(0, 55), ended(60), current(65), ended(66)])],
      'is changed after',
    ],
    ['one that has not ended and says so', [posted([...currentFrom(0, 20), ended(25)])], 'and has not'],
    [
      'one whose time is not over',
      [posted([...currentFrom(0, 55), ended(60, 'Its time was over.')])],
      'and has not',
    ],
    [
      'one that is there twice',
      [good, posted([...currentFrom(10, 55), ended(60)], { posting: 2 })],
      'stands there twice',
    ],
    ['one that nobody posted', [], 'is not there'],
    [
      'one that somebody deleted, and that is not posted again',
      [posted(currentFrom(0, 20), { deleted: { at: at(22), by: 'person' } })],
      'is not there',
    ],
  ])('%s', (_, messages, what) => {
    expect(foundIn(messages)).toContainEqual(expect.stringContaining(what));
  });

  test('more than 20 a minute', () => {
    const many = Array.from({ length: 21 }, (_, i) => posted([current(i / 60)], { posting: i }));
    expect(foundIn(many)).toContainEqual(expect.stringContaining('more than 20'));
  });

  test('nothing wrong in what was late while Slack was away, and in what nobody remembered', () => {
    const late = posted([...currentFrom(0, 20), ...currentFrom(40, 55), ended(60)]);
    const healthy = [
      { from: at(0), to: at(25) },
      { from: at(39), to: at(600) },
    ];
    expect(foundIn([late], { healthy })).toEqual([]);
    expect(foundIn([posted(currentFrom(0, 20))], { forgot: [at(21)] })).toEqual([]);
  });
});
