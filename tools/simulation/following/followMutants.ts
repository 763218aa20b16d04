import { FollowStore, type StoredFollowed } from '../../../src/follow/followStore';
import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { type Mutant, mutant } from '../mutant';

type Updating = SlackMessageApi['update'];

const updating =
  (change: (update: Updating) => Updating) =>
  (slack: SlackMessageApi): SlackMessageApi => ({ ...slack, update: change(slack.update) });

/** Puts another method in the place of one, while the scenario runs. */
function inPlaceOf<K extends 'all' | 'put' | 'spend'>(
  name: K,
  make: (original: FollowStore[K]) => FollowStore[K],
): () => () => void {
  return () => {
    const { prototype } = FollowStore;
    const original = prototype[name];
    prototype[name] = make(original);
    return () => {
      prototype[name] = original;
    };
  };
}

/** A scenario in which people follow something, whose days are long enough. */
const FOLLOWED = { firstSeed: 40, firstDays: 1 } as const;

/** Faults of followed messages, of which each must be found out. */
export const FOLLOW_MUTANTS: readonly Mutant[] = [
  mutant('never says that a followed message has ended', {
    ...FOLLOWED,
    followSlack: updating((update) => async (what) => {
      const { channel, ts, message } = what;
      const isEnd = message.text.startsWith('No longer updated');
      return isEnd ? { kind: 'done', value: { channel, ts } } : update(what);
    }),
  }),
  mutant('goes on with a followed message that has ended', {
    ...FOLLOWED,
    plant: inPlaceOf(
      'put',
      (put) =>
        function (this: FollowStore, before, next) {
          const goesOn = next.phase === 'ended' && next.message !== null;
          return put.call(
            this,
            before,
            goesOn ? { ...next, phase: 'active', end: null, endsAt: null } : next,
          );
        },
    ),
  }),
  mutant('posts followed messages again after a restart', {
    ...FOLLOWED,
    firstSeed: 19,
    firstDays: 2,
    plant: () => {
      const asked = new WeakSet<FollowStore>();
      const withoutMessage = ({ followed, text }: StoredFollowed): StoredFollowed => ({
        followed: { ...followed, message: null, inDoubtSince: null },
        text,
      });
      return inPlaceOf(
        'all',
        (all) =>
          async function (this: FollowStore) {
            const read = await all.call(this);
            if (asked.has(this)) return read;
            asked.add(this);
            return new Map([...read].map(([id, stored]) => [id, withoutMessage(stored)]));
          },
      )();
    },
  }),
  mutant('changes followed messages as often as it likes', {
    ...FOLLOWED,
    plant: inPlaceOf('spend', () => async () => true),
  }),
  mutant('does not post a followed message again that somebody deleted', {
    ...FOLLOWED,
    followSlack: updating((update) => async (what) => {
      const answer = await update(what);
      const isDeleted = answer.kind === 'rejected' && answer.code === 'message_not_found';
      return isDeleted ? { kind: 'done', value: { channel: what.channel, ts: what.ts } } : answer;
    }),
  }),
  mutant('makes only every third change of followed messages', {
    ...FOLLOWED,
    followSlack: (slack) => {
      let count = 0;
      return updating((update) => async (what) => {
        count += 1;
        return count % 3 === 0
          ? update(what)
          : { kind: 'done', value: { channel: what.channel, ts: what.ts } };
      })(slack);
    },
  }),
  mutant('never finds followed messages that it posted', {
    ...FOLLOWED,
    firstSeed: 158,
    followSlack: (slack) => ({ ...slack, find: async () => ({ kind: 'done', value: null }) }),
  }),
  mutant('tells nobody that a session has finished that they follow', {
    ...FOLLOWED,
    firstDays: 2,
    followSlack: (slack) => ({
      ...slack,
      post: async (what) =>
        what.mark.id.endsWith(':end')
          ? { kind: 'done', value: { channel: what.channel, ts: '1.000000' } }
          : slack.post(what),
    }),
  }),
];
