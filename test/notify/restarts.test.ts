import type { Fault } from '../../sandbox';
import type { Notification } from '../../src/notify/model/notification';
import type { AlertStore } from '../../src/storage/alertStore';
import { type CrashPoint, crashingApis } from '../helpers/crashingApi';
import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
} from '../helpers/dispatcherHarness';
import { at, digest, event, incident, incidentDelivery, note, recovered } from '../helpers/notifications';

const LEASE_MS = 30_000;
const MOST_CALLS = 40;

interface Scenario {
  readonly before?: readonly Notification[];
  readonly deliveries: readonly Notification[];
  readonly fault?: { readonly route: string; readonly fault: Fault; readonly times: number };
  /** What was deleted by somebody before it is sent. */
  readonly deleteFirst?: boolean;
}

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

const SCENARIOS: readonly [string, Scenario, readonly string[]][] = [
  ['an incident that opens', { deliveries: [incidentDelivery()] }, ['no_sign_of_life open r1']],
  [
    'an incident that changes',
    { before: [incidentDelivery()], deliveries: [acknowledged] },
    ['no_sign_of_life acknowledged r2'],
  ],
  [
    'an incident whose message was deleted',
    { before: [incidentDelivery()], deliveries: [acknowledged], deleteFirst: true },
    ['no_sign_of_life acknowledged r2'],
  ],
  [
    'an incident with its note',
    { deliveries: [incidentDelivery(), note()] },
    ['no_sign_of_life open r1', 'note:1'],
  ],
  [
    'an incident that is over, with a note that tells no more',
    { deliveries: [incidentDelivery(recovered(-10)), note('note:1', { detectedAt: at(-10) })] },
    ['no_sign_of_life recovered r2'],
  ],
  [
    'an incident that is over, with who did something about it',
    {
      deliveries: [
        incidentDelivery(recovered(-10)),
        note('note:1', {
          note: { kind: 'acted', userId: 'U1', action: 'muted it' },
          detectedAt: at(-10),
        }),
      ],
    },
    ['no_sign_of_life recovered r2', 'note:1'],
  ],
  ['an event and a digest', { deliveries: [event(), digest()] }, ['event:1', 'digest:1']],
  [
    'a post that is carried out without an answer',
    {
      deliveries: [event()],
      fault: { route: 'chat.postMessage', fault: { acceptThenDrop: true }, times: 1 },
    },
    ['event:1'],
  ],
  [
    'a post that is carried out and answered with 500, twice over',
    {
      deliveries: [incidentDelivery()],
      fault: { route: 'chat.postMessage', fault: { acceptThenStatus: 500 }, times: 2 },
    },
    ['no_sign_of_life open r1'],
  ],
  [
    'an update that is carried out without an answer',
    {
      before: [incidentDelivery()],
      deliveries: [acknowledged],
      fault: { route: 'chat.update', fault: { acceptThenDrop: true }, times: 1 },
    },
    ['no_sign_of_life acknowledged r2'],
  ],
  [
    'a post that Slack fails, and a lookup that Slack fails',
    { deliveries: [event()], fault: { route: '*', fault: { status: 503 }, times: 2 } },
    ['event:1'],
  ],
];

/** What stands in the channel, whatever is said of lateness, after one copy died and another took over. */
async function afterDeath(
  scenario: Scenario,
  death: CrashPoint,
): Promise<{ died: boolean; texts: string[]; waiting: string[] }> {
  const desk = await deskFor(scenario);
  const { alertStore, slack, died } = crashingApis(desk.alertStore, desk.port, death);
  const first = desk.dispatcher('first', { alertStore, slack });
  const how = await Promise.race([desk.work(first).then(() => 'done' as const), died]);
  desk.clock.advance(LEASE_MS);
  await desk.work(desk.dispatcher('second'));
  const seen = {
    died: how === 'died',
    texts: desk.texts().map(withoutLateness),
    waiting: await desk.waitingIds(),
  };
  await desk.stop();
  return seen;
}

async function deskFor({
  before = [],
  deliveries,
  fault,
  deleteFirst = false,
}: Scenario): Promise<DispatcherHarness> {
  const desk = await createDispatcherHarness();
  await desk.put(...before);
  await desk.work(desk.dispatcher('earlier'));
  desk.clock.advance(5_000);
  if (deleteFirst) await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
  await desk.put(...deliveries);
  if (fault) desk.slack.fail(fault.route, fault.fault, { times: fault.times });
  return desk;
}

const withoutLateness = (text: string): string => text.replace(/ detected .*/, '');

describe.each(SCENARIOS)('%s', (_, scenario, expected) => {
  test.each(['before', 'after'] as const)(
    'comes exactly once, whichever call its copy dies at, %s that is carried out',
    async (when) => {
      const outcomes: unknown[] = [];
      for (let call = 1; call <= MOST_CALLS; call++) {
        const { died, ...seen } = await afterDeath(scenario, { call, when });
        outcomes.push(seen);
        if (!died) break;
      }
      expect(outcomes.length).toBeGreaterThan(4);
      expect(outcomes.length).toBeLessThan(MOST_CALLS);
      expect(outcomes).toEqual(outcomes.map(() => ({ texts: expected, waiting: [] })));
    },
    30_000,
  );
});

test('a copy that was paused in the middle, and comes back after another has taken over, sends nothing again', async () => {
  const desk = await createDispatcherHarness();
  let resume: () => void = () => undefined;
  const pause = new Promise<void>((resolve) => {
    resume = resolve;
  });
  let isPaused = false;
  const alertStore: AlertStore = {
    ...crashingApis(desk.alertStore, desk.port, { call: 1_000, when: 'before' }).alertStore,
    claim: async (...given) => {
      const claim = await desk.alertStore.claim(...given);
      if (!isPaused) {
        isPaused = true;
        await pause;
      }
      return claim;
    },
  };
  await desk.put(event());
  const paused = desk.dispatcher('paused', { alertStore });
  const sending = paused.dispatchDue();
  await desk.slack.until(() => isPaused);
  desk.clock.advance(LEASE_MS);
  await desk.work(desk.dispatcher('second'));
  resume();
  await sending;
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toEqual(['event:1']);
});

test.each([
  ['the same words', event()],
  ['other words, not yet known to have been stored anew', event('event:1', { verifyBeforeSend: true })],
])(
  'What waits again after it was sent, since Redis fell back to older data, in %s, does not come twice',
  async (_, sent) => {
    const desk = await createDispatcherHarness();
    const dispatcher = desk.dispatcher('a');
    await desk.put(sent);
    await desk.work(dispatcher);
    desk.clock.advance(5_000);
    await desk.put(event());
    await desk.work(dispatcher);
    const texts = desk.texts();
    await desk.stop();
    expect(texts).toEqual(['event:1']);
  },
);

test('What may have been sent is not sent again while that cannot be looked up, until most of a minute is over', async () => {
  const desk = await createDispatcherHarness();
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  desk.slack.fail('conversations.history', { status: 500 });
  const dispatcher = desk.dispatcher('a');
  desk.clock.advance(120_000);
  await desk.put(event('event:1', { detectedAt: desk.clock.now() }));
  await desk.work(dispatcher, 40_000);
  const before = desk.texts().length;
  await desk.work(dispatcher, 20_000);
  const after = desk.texts().length;
  await desk.stop();
  expect([before, after]).toEqual([1, 2]);
});

test('So it is where only the fallback cannot be looked up', async () => {
  const desk = await createDispatcherHarness();
  const dispatcher = desk.dispatcher('a', { settings: { fallbackChannel: OPS } });
  desk.slack.fail('conversations.history', { status: 500 }, { when: ({ channel }) => channel === OPS });
  await desk.put(event('event:1', { verifyBeforeSend: true }));
  await desk.work(dispatcher, 2_100_000);
  const texts = desk.texts().length;
  await desk.stop();
  expect(texts).toBe(1);
});

test('Nor is it once a token that was revoked for hours is mended, until it can be looked up', async () => {
  const desk = await createDispatcherHarness();
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  await desk.put(event());
  const dispatcher = desk.dispatcher('a');
  await dispatcher.dispatchDue();
  const mend = desk.slack.fail('*', { error: 'token_revoked' });
  await desk.work(dispatcher, 7_200_000);
  mend();
  desk.slack.fail('conversations.history', { status: 500 }, { times: 3 });
  await desk.work(dispatcher);
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toEqual(['event:1']);
});

test('However often it was tried before, a message that cannot be looked up just now waits', async () => {
  const desk = await createDispatcherHarness();
  const heal = desk.slack.fail('chat.postMessage', { status: 500 });
  await desk.put(event());
  const dispatcher = desk.dispatcher('a');
  await desk.work(dispatcher, 7_200_000);
  heal();
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  desk.slack.fail('conversations.history', { status: 500 }, { times: 3 });
  await desk.work(dispatcher);
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toHaveLength(1);
});

test('So it is of what was tried, and then left alone for minutes', async () => {
  const desk = await createDispatcherHarness();
  const paused = desk.dispatcher('paused');
  await paused.dispatchDue();
  await desk.put(event());
  await desk.work(desk.dispatcher('other'));
  await desk.put(event('event:1', { detectedAt: desk.clock.now() }));
  await desk.alertStore.claim('event:1', 'other', 1_000);
  const notBefore = new Date(desk.clock.now().getTime() + 1_000).toISOString();
  await desk.alertStore.release('event:1', 'other', {
    count: 1,
    notBefore,
    inDoubtSince: null,
    lastFailure: { kind: 'unreachable', detail: 'away' },
  });
  desk.clock.advance(300_000);
  await desk.work(paused);
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toEqual(['event:1']);
});

test('A message that was deleted, and posted anew before Redis fell back, is found', async () => {
  const desk = await createDispatcherHarness();
  const dispatcher = desk.dispatcher('a');
  await desk.put(incidentDelivery());
  await desk.work(dispatcher);
  const before = await desk.alertStore.messageRefs();
  await desk.port.remove({ channel: ALERTS, ts: desk.standing()[0]?.ts ?? '' });
  await desk.put(incidentDelivery(incident({ state: 'acknowledged', revision: 2 })));
  await desk.work(dispatcher);
  const from = (await desk.alertStore.load())?.version ?? 0;
  const messages = [...before].map(([incidentId, text]) => ({ incidentId, text }));
  await desk.alertStore.commit({ from, records: new Map(), enqueue: [], cancel: [], audit: [], messages });
  await desk.put(incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) }));
  await desk.work(desk.dispatcher('b'));
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toEqual([expect.stringMatching(/^no_sign_of_life recovered r3/)]);
});

test('An update of a message whose channel is archived goes to the fallback once, however late it is tried', async () => {
  const desk = await createDispatcherHarness();
  const settings = { fallbackChannel: OPS };
  await desk.put(incidentDelivery());
  await desk.work(desk.dispatcher('a', { settings }));
  rejectIn(desk, ALERTS);
  await desk.put(incidentDelivery(recovered(60), { detectedAt: at(60) }));
  desk.clock.advance(600_000);
  await desk.work(desk.dispatcher('b', { settings }), 60_000);
  const texts = [desk.texts(), desk.texts(OPS).length];
  await desk.stop();
  expect(texts).toEqual([['no_sign_of_life open r1'], 1]);
});

test('What nobody has tried to send for minutes is looked up first: Redis may have fallen back while this copy was paused', async () => {
  const desk = await createDispatcherHarness();
  const paused = desk.dispatcher('paused');
  await paused.dispatchDue();
  await desk.put(event('event:1', { detectedAt: desk.clock.now() }));
  await desk.work(desk.dispatcher('other'));
  await desk.put(event('event:1', { detectedAt: desk.clock.now() }));
  desk.clock.advance(300_000);
  await desk.work(paused);
  const texts = desk.texts();
  await desk.stop();
  expect(texts).toEqual(['event:1']);
});
