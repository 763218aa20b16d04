import type { Incident } from '../../src/alerting/incidents/incident';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import {
  ALERTS,
  crashingDispatcher,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
  withFallback,
} from '../helpers/dispatcherHarness';
import { at, event, incident, incidentDelivery, note } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const MINUTE = 60;

/** It fails for the second time, and people must notice it anew. */
const relapse = (change: Partial<Incident> = {}) => incident({ revision: 3, posting: 2, ...change });

/** The thread entry that says so, also in the channel. */
const again = (seconds: number) =>
  note('again', { detectedAt: at(seconds), replyBroadcast: true, posting: 2 });

const inChannel = (channel = ALERTS) =>
  desk
    .standing(channel)
    .flatMap(({ text, threadTs }) => (threadTs === null ? [text.split(' detected')[0]] : []));
const inThreads = (channel = ALERTS) =>
  desk
    .standing(channel)
    .flatMap(({ text, threadTs }) => (threadTs === null ? [] : [text.split(' detected')[0]]));

test('An old message that Slack refuses to change with a code that nobody knows stays as it is, and is not tried for ever', async () => {
  const isPointer = ({ text }: Readonly<Record<string, unknown>>) => `${text}`.includes('pointer to');
  desk.slack.fail('chat.update', { error: 'message_is_sealed' }, { when: isPointer });
  await relapsedAfter(40 * MINUTE);
  const dispatcher = desk.dispatcher('a');
  expect(await desk.waitingIds()).not.toEqual([]);
  await desk.work(dispatcher, 11 * 60_000);
  await desk.put(event('event:between'));
  await desk.work(dispatcher, 11 * 60_000);
  expect(await desk.waitingIds()).toEqual([]);
  expect(inChannel().filter((text) => text?.includes('no_sign_of_life open'))).toHaveLength(2);
  expect(desk.log.text()).not.toContain('notification dropped');
});

/** Opens the alert, and lets it fail again so many seconds later. */
async function relapsedAfter(
  seconds: number,
  {
    owner = 'a',
    others = 0,
    change = {},
  }: { owner?: string; others?: number; change?: Parameters<DispatcherHarness['dispatcher']>[1] } = {},
): Promise<void> {
  const dispatcher = desk.dispatcher(owner, change);
  await desk.put(incidentDelivery());
  await desk.work(dispatcher);
  for (let i = 0; i < others; i += 1) await desk.put(event(`event:other:${i}`));
  await desk.work(dispatcher);
  desk.clock.set(at(seconds));
  await desk.put(incidentDelivery(relapse(), { detectedAt: at(seconds) }), again(seconds));
  await desk.work(dispatcher);
}

const newest = () =>
  desk
    .standing()
    .filter(({ threadTs }) => threadTs === null)
    .at(-1)
    ?.ts.replace('.', '');

test('A thread entry that Slack took without an answer before its alert was posted again is found in the old thread', async () => {
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('a'));
  desk.clock.set(at(30 * MINUTE));
  await desk.put(note('reminder', { detectedAt: at(30 * MINUTE) }));
  const unanswered: SlackMessageApi = {
    ...desk.port,
    post: (what) => desk.port.post(what).then(() => ({ kind: 'ambiguous', detail: 'HTTP 502' })),
  };
  await desk.dispatcher('a', { slack: unanswered }).dispatchDue();
  expect(inThreads()).toEqual(['reminder']);
  const answer = desk.slack.fail('conversations.replies', { error: 'internal_error' });
  desk.clock.set(at(31 * MINUTE));
  await desk.put(incidentDelivery(relapse(), { detectedAt: at(31 * MINUTE) }));
  await desk.work(desk.dispatcher('a'));
  expect(inChannel().at(-1)).toBe('no_sign_of_life open r3');
  answer();
  await desk.work(desk.dispatcher('a'), 5 * 60_000);
  expect([inThreads(), await desk.waitingIds()]).toEqual([['reminder'], []]);
});

describe('An alert that fires again', () => {
  test('within half an hour and a few messages is changed in place, and the thread entry is in the channel', async () => {
    await relapsedAfter(10 * MINUTE, { others: 5 });
    expect(inChannel()[0]).toBe('no_sign_of_life open r3');
    expect(inThreads()).toEqual(['again']);
  });

  test('after half an hour is posted again, and its old message points to the new one', async () => {
    const messageUrl = async ({ channel, ts }: { channel: string; ts: string }) =>
      `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
    await relapsedAfter(31 * MINUTE, { change: { slack: { ...desk.port, messageUrl } } });
    expect(inChannel()).toEqual([
      `pointer to https://acme.slack.com/archives/C0ALERTS/p${newest()}`,
      'no_sign_of_life open r3',
    ]);
    expect(inThreads()).toEqual([]);
    expect(await desk.waitingIds()).toEqual([]);
  });

  test('after more than twenty other messages is posted again', async () => {
    await relapsedAfter(10 * MINUTE, { others: 21 });
    expect(inChannel().at(-1)).toBe('no_sign_of_life open r3');
    expect(inChannel()[0]).toContain('pointer to');
  });

  test('goes on in the thread of its newest message', async () => {
    await relapsedAfter(31 * MINUTE);
    await desk.put(note('later', { detectedAt: at(32 * MINUTE) }));
    await desk.work(desk.dispatcher('a'));
    expect(
      desk
        .standing()
        .find(({ text }) => text.startsWith('later'))
        ?.threadTs?.replace('.', ''),
    ).toBe(newest());
  });

  test('where the bot may not read the channel is judged by the time alone', async () => {
    desk.slack.fail('conversations.history', { error: 'missing_scope' });
    await relapsedAfter(10 * MINUTE, { others: 25 });
    expect(inChannel()[0]).toBe('no_sign_of_life open r3');
    expect(inThreads()).toEqual(['again']);
  });

  test('and recovered before it could be posted again is changed in place', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    desk.clock.set(at(31 * MINUTE));
    await desk.put(incidentDelivery(relapse({ state: 'recovered', closedAt: at(31 * MINUTE) })));
    await desk.work(desk.dispatcher('a'));
    expect(inChannel()).toEqual(['no_sign_of_life recovered r3']);
  });

  test('and whose instance dies while it is posted again is posted once', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    desk.clock.set(at(31 * MINUTE));
    await desk.put(incidentDelivery(relapse(), { detectedAt: at(31 * MINUTE) }), again(31 * MINUTE));
    void crashingDispatcher(desk).dispatchDue();
    await new Promise((resolve) => setTimeout(resolve, 300));
    desk.clock.advance(60_000);
    await desk.work(desk.dispatcher('b'));
    expect(inChannel()).toEqual([expect.stringContaining('pointer to'), 'no_sign_of_life open r3']);
  });

  test('and whose answer was lost is posted once, although it recovers meanwhile', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    desk.clock.set(at(31 * MINUTE));
    const lost = lostAnswer();
    await desk.put(incidentDelivery(relapse(), { detectedAt: at(31 * MINUTE) }));
    const dispatcher = desk.dispatcher('a', { slack: lost });
    await dispatcher.dispatchDue();
    await desk.put(incidentDelivery(relapse({ revision: 4, state: 'recovered', closedAt: at(32 * MINUTE) })));
    desk.clock.advance(30_000);
    await desk.work(dispatcher);
    expect(inChannel()).toEqual([expect.stringContaining('pointer to'), 'no_sign_of_life recovered r4']);
  });

  test('and whose old message is deleted has only the new one', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    await remove(desk.standing()[0]?.ts ?? '');
    desk.clock.set(at(31 * MINUTE));
    await desk.put(incidentDelivery(relapse(), { detectedAt: at(31 * MINUTE) }), again(31 * MINUTE));
    await desk.work(desk.dispatcher('a'));
    expect(inChannel()).toEqual(['no_sign_of_life open r3']);
    expect(await desk.waitingIds()).toEqual([]);
  });
});

describe('An alert that is meant for another channel now', () => {
  const moved = (channel: string) => incidentDelivery(relapse(), { channel });

  test('is posted there once by any number of instances, and its old message points to it', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    await desk.put(moved(OPS));
    await Promise.all(['a', 'b', 'c'].map((owner) => desk.work(desk.dispatcher(owner))));
    expect(inChannel(OPS)).toEqual(['no_sign_of_life open r3']);
    expect(inChannel()).toEqual([expect.stringContaining('pointer to')]);
  });

  test('stays where it is while the new channel refuses it', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    rejectIn(desk, OPS);
    await desk.put(moved(OPS));
    await desk.work(desk.dispatcher('a'));
    expect(inChannel()).toEqual(['no_sign_of_life open r3']);
  });

  test('leaves its old message as it is where that cannot be changed any more', async () => {
    await desk.put(incidentDelivery());
    await desk.work(desk.dispatcher('a'));
    desk.slack.fail('chat.update', { error: 'cant_update_message' });
    await desk.put(moved(OPS));
    await desk.work(desk.dispatcher('a'));
    expect(inChannel(OPS)).toEqual(['no_sign_of_life open r3']);
    expect(inChannel()).toEqual(['no_sign_of_life open r1']);
    expect(await desk.waitingIds()).toEqual([]);
  });
});

test('An alert whose channel is archived goes on in the fallback channel, and points nowhere', async () => {
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('a', withFallback));
  const mend = rejectIn(desk, ALERTS);
  desk.clock.set(at(31 * MINUTE));
  await desk.put(incidentDelivery(relapse(), { detectedAt: at(31 * MINUTE) }));
  await desk.work(desk.dispatcher('a', withFallback), 30_000);
  expect(inChannel(OPS)).toEqual([expect.stringContaining('no_sign_of_life open r3')]);
  mend();
  desk.clock.advance(600_000);
  await desk.work(desk.dispatcher('a', withFallback));
  expect(inChannel()).toEqual(['no_sign_of_life open r3']);
});

test('Acknowledging an alert whose message was deleted posts the alert before the thread entry', async () => {
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('a'));
  await remove(desk.standing()[0]?.ts ?? '');
  await desk.put(
    incidentDelivery(incident({ state: 'acknowledged', revision: 2 })),
    note('acted', { note: { kind: 'acted', userId: 'U1', action: { kind: 'acknowledge' } } }),
  );
  await desk.work(desk.dispatcher('a'));
  const [alert, entry] = desk.standing();
  expect(alert).toMatchObject({ text: expect.stringContaining('acknowledged r2'), threadTs: null });
  expect(entry).toMatchObject({ text: expect.stringContaining('acted'), threadTs: alert?.ts });
});

const remove = (ts: string) => desk.port.remove({ channel: ALERTS, ts });

/** Slack takes the first post, and its answer is lost. */
function lostAnswer(): SlackMessageApi {
  let isLost = false;
  return {
    ...desk.port,
    post: async (what) => {
      const posted = await desk.port.post(what);
      if (isLost) return posted;
      isLost = true;
      return { kind: 'ambiguous', detail: 'timed out' };
    },
  };
}
