import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { ALERTS, createDispatcherHarness, type DispatcherHarness } from '../../helpers/dispatcherHarness';
import { at, blind } from '../../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
  desk.clock.set(at(90));
  desk.store.simulateOutage('unreachable');
});
afterEach(() => desk.stop());

type Post = SlackMessageApi['post'];

/** Instances that post the same outage, and die before they can see that another did. */
const dying = async (what: Parameters<Post>[0], instances: number): Promise<void> => {
  for (let i = 0; i < instances; i++) await desk.port.post(what);
};
const instance = (post: Post) => desk.dispatcher('a', { slack: { ...desk.port, post } });
const standingTs = () => desk.standing().map(({ ts }) => ts);

describe.each([1, 3])('An outage that %i more instances posted before they died,', (instances) => {
  test('is the one message that was there first, when theirs came a moment later', async () => {
    let own = '';
    const dispatcher = instance(async (what) => {
      const sent = await desk.port.post(what);
      if (sent.kind === 'done') own = sent.value.ts;
      await dying(what, instances);
      return sent;
    });
    await dispatcher.notifyOutage(blind(), ALERTS);
    expect(standingTs()).toEqual([own]);
  });

  test('has no message of its own beside theirs, when those came between the look-up and the post', async () => {
    let theirs: string[] = [];
    const dispatcher = instance(async (what) => {
      await dying(what, instances);
      theirs = standingTs();
      return desk.port.post(what);
    });
    await dispatcher.notifyOutage(blind(), ALERTS);
    expect(standingTs()).toEqual(theirs);
  });

  test('is one message after its own post had no answer', async () => {
    const dispatcher = instance(async (what) => {
      if (desk.standing().length > 0) return desk.port.post(what);
      await desk.port.post(what);
      await dying(what, instances);
      return { kind: 'ambiguous', detail: 'HTTP 502' };
    });
    await dispatcher.notifyOutage(blind(), ALERTS);
    for (let s = 0; s < 60; s++) {
      desk.clock.advance(1_000);
      await dispatcher.dispatchDue();
    }
    expect(standingTs()).toHaveLength(1);
  });
});
