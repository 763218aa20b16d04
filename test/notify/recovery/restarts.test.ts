import type { Fault } from '../../../sandbox';
import type { Notification } from '../../../src/notify/model/notification';
import type { AlertStore } from '../../../src/storage/alertStore';
import { type Death, mortal } from '../deaths';
import { ALERTS, type DispatcherHarness, OPS, openHarness, refuseIn } from '../harness';
import { at, digest, event, incident, incidentDelivery, note, recovered } from '../notifications';

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
          note: { kind: 'acted', userId: 'U1', action: 'stopped watching it' },
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
  death: Death,
): Promise<{ died: boolean; texts: string[]; waiting: string[] }> {
  const harness = await deskFor(scenario);
  const { alertStore, slack, died } = mortal(harness.alertStore, harness.port, death);
  const first = harness.dispatcher('first', { alertStore, slack });
  const how = await Promise.race([harness.sendAll(first).then(() => 'done' as const), died]);
  harness.clock.advance(LEASE_MS);
  await harness.sendAll(harness.dispatcher('second'));
  const seen = {
    died: how === 'died',
    texts: harness.texts().map(withoutLateness),
    waiting: await harness.pendingIds(),
  };
  await harness.stop();
  return seen;
}

async function deskFor({
  before = [],
  deliveries,
  fault,
  deleteFirst = false,
}: Scenario): Promise<DispatcherHarness> {
  const harness = await openHarness();
  await harness.enqueue(...before);
  await harness.sendAll(harness.dispatcher('earlier'));
  harness.clock.advance(5_000);
  if (deleteFirst) await harness.port.remove({ channel: ALERTS, ts: harness.standing()[0]?.ts ?? '' });
  await harness.enqueue(...deliveries);
  if (fault) harness.slack.fail(fault.route, fault.fault, { times: fault.times });
  return harness;
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

test('An instance that was paused in the middle, and comes back after another has taken over, sends nothing again', async () => {
  const harness = await openHarness();
  let resume: () => void = () => undefined;
  const pause = new Promise<void>((resolve) => {
    resume = resolve;
  });
  let isPaused = false;
  const alertStore: AlertStore = {
    ...mortal(harness.alertStore, harness.port, { call: 1_000, when: 'before' }).alertStore,
    claim: async (...given) => {
      const claim = await harness.alertStore.claim(...given);
      if (!isPaused) {
        isPaused = true;
        await pause;
      }
      return claim;
    },
  };
  await harness.enqueue(event());
  const paused = harness.dispatcher('paused', { alertStore });
  const sending = paused.dispatchDue();
  await harness.slack.until(() => isPaused);
  harness.clock.advance(LEASE_MS);
  await harness.sendAll(harness.dispatcher('second'));
  resume();
  await sending;
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toEqual(['event:1']);
});

test.each([
  ['the same words', event()],
  ['other words, not yet known to have been stored anew', event('event:1', { verifyBeforeSend: true })],
])(
  'What waits again after it was sent, since Redis fell back to older data, in %s, does not come twice',
  async (_, sent) => {
    const harness = await openHarness();
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(sent);
    await harness.sendAll(dispatcher);
    harness.clock.advance(5_000);
    await harness.enqueue(event());
    await harness.sendAll(dispatcher);
    const texts = harness.texts();
    await harness.stop();
    expect(texts).toEqual(['event:1']);
  },
);

test('What may have been sent is not sent again while that cannot be looked up, until half an hour is over', async () => {
  const harness = await openHarness();
  harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  harness.slack.fail('conversations.history', { status: 500 });
  const dispatcher = harness.dispatcher('a');
  harness.clock.advance(120_000);
  await harness.enqueue(event('event:1', { detectedAt: harness.clock.now() }));
  await harness.sendAll(dispatcher, 1_500_000);
  const before = harness.texts().length;
  await harness.sendAll(dispatcher, 600_000);
  const after = harness.texts().length;
  await harness.stop();
  expect([before, after]).toEqual([1, 2]);
});

test('So it is where only the fallback cannot be looked up', async () => {
  const harness = await openHarness();
  const dispatcher = harness.dispatcher('a', { settings: { fallbackChannel: OPS } });
  harness.slack.fail('conversations.history', { status: 500 }, { when: ({ channel }) => channel === OPS });
  await harness.enqueue(event('event:1', { verifyBeforeSend: true }));
  await harness.sendAll(dispatcher, 2_100_000);
  const texts = harness.texts().length;
  await harness.stop();
  expect(texts).toBe(1);
});

test('Nor is it once a token that was revoked for hours is mended, until it can be looked up', async () => {
  const harness = await openHarness();
  harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  await harness.enqueue(event());
  const dispatcher = harness.dispatcher('a');
  await dispatcher.dispatchDue();
  const mend = harness.slack.fail('*', { error: 'token_revoked' });
  await harness.sendAll(dispatcher, 7_200_000);
  mend();
  harness.slack.fail('conversations.history', { status: 500 }, { times: 3 });
  await harness.sendAll(dispatcher);
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toEqual(['event:1']);
});

test('However often it was tried before, a message that cannot be looked up just now waits', async () => {
  const harness = await openHarness();
  const heal = harness.slack.fail('chat.postMessage', { status: 500 });
  await harness.enqueue(event());
  const dispatcher = harness.dispatcher('a');
  await harness.sendAll(dispatcher, 7_200_000);
  heal();
  harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  harness.slack.fail('conversations.history', { status: 500 }, { times: 3 });
  await harness.sendAll(dispatcher);
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toHaveLength(1);
});

test('So it is of what was tried, and then left alone for minutes', async () => {
  const harness = await openHarness();
  const paused = harness.dispatcher('paused');
  await paused.dispatchDue();
  await harness.enqueue(event());
  await harness.sendAll(harness.dispatcher('other'));
  await harness.enqueue(event('event:1', { detectedAt: harness.clock.now() }));
  await harness.alertStore.claim('event:1', 'other', 1_000);
  const notBefore = new Date(harness.clock.now().getTime() + 1_000).toISOString();
  await harness.alertStore.release('event:1', 'other', {
    count: 1,
    notBefore,
    inDoubtSince: null,
    lastFailure: { kind: 'unreachable', detail: 'away' },
  });
  harness.clock.advance(300_000);
  await harness.sendAll(paused);
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toEqual(['event:1']);
});

test('A message that was deleted, and posted anew before Redis fell back, is found', async () => {
  const harness = await openHarness();
  const dispatcher = harness.dispatcher('a');
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(dispatcher);
  const before = await harness.alertStore.messageRefs();
  await harness.port.remove({ channel: ALERTS, ts: harness.standing()[0]?.ts ?? '' });
  await harness.enqueue(incidentDelivery(incident({ state: 'acknowledged', revision: 2 })));
  await harness.sendAll(dispatcher);
  const from = (await harness.alertStore.load())?.version ?? 0;
  const messages = [...before].map(([incidentId, text]) => ({ incidentId, text }));
  await harness.alertStore.commit({ from, known: '{}', enqueue: [], cancel: [], audit: [], messages });
  await harness.enqueue(incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) }));
  await harness.sendAll(harness.dispatcher('b'));
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toEqual([expect.stringMatching(/^no_sign_of_life recovered r3/)]);
});

test('An update of a message whose channel is archived goes to the fallback once, however late it is tried', async () => {
  const harness = await openHarness();
  const settings = { fallbackChannel: OPS };
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(harness.dispatcher('a', { settings }));
  refuseIn(harness, ALERTS);
  await harness.enqueue(incidentDelivery(recovered(60), { detectedAt: at(60) }));
  harness.clock.advance(600_000);
  await harness.sendAll(harness.dispatcher('b', { settings }), 60_000);
  const texts = [harness.texts(), harness.texts(OPS).length];
  await harness.stop();
  expect(texts).toEqual([['no_sign_of_life open r1'], 1]);
});

test('What nobody has tried to send for minutes is looked up first: Redis may have fallen back while this instance was paused', async () => {
  const harness = await openHarness();
  const paused = harness.dispatcher('paused');
  await paused.dispatchDue();
  await harness.enqueue(event('event:1', { detectedAt: harness.clock.now() }));
  await harness.sendAll(harness.dispatcher('other'));
  await harness.enqueue(event('event:1', { detectedAt: harness.clock.now() }));
  harness.clock.advance(300_000);
  await harness.sendAll(paused);
  const texts = harness.texts();
  await harness.stop();
  expect(texts).toEqual(['event:1']);
});
