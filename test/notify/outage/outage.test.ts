import type { Dispatcher } from '../../../src/notify/dispatcher';
import type { SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { ALERTS, type DispatcherHarness, dying, OPS, openHarness } from '../harness';
import { at, blind, event, incidentDelivery } from '../notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
  harness.clock.set(at(90));
  harness.store.simulateOutage('unreachable');
});
afterEach(() => harness.stop());

const slightlyOther = blind({ id: 'monitoring_outage:another', openedAt: at(45) });
const long = blind({ id: 'monitoring_outage:later', openedAt: at(-200) });

const tell = (dispatcher: Dispatcher, incident = blind(), channel = ALERTS) =>
  dispatcher.notifyOutage(incident, channel);
const goOn = async (dispatcher: Dispatcher, forMs: number): Promise<void> => {
  const untilMs = harness.clock.now().getTime() + forMs;
  while (harness.clock.now().getTime() < untilMs) {
    await dispatcher.dispatchDue();
    harness.clock.advance(1_000);
  }
};
const states = (channel?: string) => harness.texts(channel).map((text) => text.replace(/ detected .*/, ''));

test('An outage is reported while Redis is down, once, however often it is asked for', async () => {
  const dispatcher = harness.dispatcher('a');
  for (let check = 0; check < 5; check++) await tell(dispatcher);
  expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage open r1'], 0]);
});

test('An instance that starts anew finds that it was reported', async () => {
  await tell(harness.dispatcher('a'));
  await tell(harness.dispatcher('b'));
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('An instance whose last observation was some seconds later takes it for the same', async () => {
  await tell(harness.dispatcher('a'));
  await tell(harness.dispatcher('b'), slightlyOther);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('An instance whose last observation was much earlier tells nothing of its own while the other cannot read the traders, too', async () => {
  await tell(harness.dispatcher('a'));
  await tell(harness.dispatcher('b'), long);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test.each([2, 3])('Of %i instances that tell at the same time the first message stays', async (instances) => {
  const dispatchers = Array.from({ length: instances }, (_, i) => harness.dispatcher(`copy ${i}`));
  await Promise.all(dispatchers.map((dispatcher, i) => tell(dispatcher, i === 0 ? blind() : slightlyOther)));
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('The next one, which begins within the minute, is reported by the instance that reported the one before', async () => {
  const dispatcher = harness.dispatcher('a');
  await tell(dispatcher);
  harness.store.endOutage();
  const over = blind({ state: 'recovered', closedAt: at(48), revision: 2 });
  await harness.enqueue(incidentDelivery(over, { id: over.id, detectedAt: at(48) }));
  await harness.sendAll(dispatcher);
  harness.store.simulateOutage('unreachable');
  await tell(dispatcher, blind({ id: 'monitoring_outage:next', openedAt: at(48) }));
  expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage open r1']);
});

test('The next one takes no message of the one before, which is over and cannot be reported so yet', async () => {
  const dispatcher = harness.dispatcher('a');
  await tell(dispatcher);
  harness.store.endOutage();
  const heal = harness.slack.fail('chat.update', { status: 503 });
  const over = blind({ state: 'recovered', closedAt: at(100), revision: 2 });
  await harness.enqueue(incidentDelivery(over, { id: over.id, detectedAt: at(100) }));
  harness.store.simulateOutage('unreachable');
  await tell(dispatcher, blind({ id: 'monitoring_outage:next', openedAt: at(200) }));
  harness.store.endOutage();
  heal();
  await harness.sendAll(dispatcher);
  expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage open r1']);
});

test('With Slack away as well it is reported when Slack is back, and says that it is late', async () => {
  const dispatcher = harness.dispatcher('a');
  const heal = harness.slack.fail('*', { status: 503 });
  await tell(dispatcher);
  await goOn(dispatcher, 200_000);
  const during = [states(), dispatcher.health().pending];
  heal();
  await goOn(dispatcher, 70_000);
  expect([...during, states().length, harness.texts()[0]]).toEqual([
    [],
    1,
    1,
    expect.stringContaining('detected 03:01:30, delivered'),
  ]);
});

test('A post that is carried out without an answer is found, not posted again', async () => {
  const dispatcher = harness.dispatcher('a');
  harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  await tell(dispatcher);
  await goOn(dispatcher, 10_000);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test.each([2, 3])(
  'of %i posts that are carried out without an answer, by as many instances, the first stays',
  async (instances) => {
    const dispatchers = Array.from({ length: instances }, (_, i) => harness.dispatcher(`copy ${i}`));
    harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: instances });
    await Promise.all(dispatchers.map((dispatcher) => tell(dispatcher)));
    for (const dispatcher of dispatchers) await goOn(dispatcher, 10_000);
    expect(states()).toEqual(['monitoring_outage open r1']);
  },
);

test('A post without an answer is looked up beyond the first minute', async () => {
  const dispatcher = harness.dispatcher('a');
  harness.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  const heal = harness.slack.fail('conversations.history', { status: 500 });
  await tell(dispatcher);
  await goOn(dispatcher, 300_000);
  heal();
  await goOn(dispatcher, 120_000);
  expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage open r1'], 0]);
});

test('A second look that fails is made again, until the later message is gone', async () => {
  const [a, b] = [harness.dispatcher('a'), harness.dispatcher('b')];
  harness.slack.fail('chat.delete', { status: 500 }, { times: 1 });
  await Promise.all([tell(a), tell(b)]);
  await goOn(a, 5_000);
  await goOn(b, 5_000);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('The later message is removed no sooner than Slack allows', async () => {
  const dispatcher = harness.dispatcher('b');
  harness.slack.fail('chat.delete', { ratelimited: true, retryAfterS: 40 }, { times: 1 });
  void tell(dying(harness));
  await tell(dispatcher);
  await goOn(dispatcher, 120_000);
  const [first, second] = harness.slack.journal.calls('chat.delete').map(({ at: time }) => time.getTime());
  expect([states(), (second ?? 0) - (first ?? 0) >= 40_000]).toEqual([['monitoring_outage open r1'], true]);
});

test('A channel that is gone sends it to the fallback', async () => {
  harness.slack.fail(
    'chat.postMessage',
    { error: 'is_archived' },
    { when: ({ channel }) => channel === ALERTS },
  );
  await tell(harness.dispatcher('a', { settings: { fallbackChannel: OPS } }));
  expect(states(OPS)).toEqual(['monitoring_outage open r1 instead of C0ALERTS: is_archived']);
});

describe('Once Redis is back', () => {
  const over = blind({ state: 'recovered', closedAt: at(300), revision: 2 });

  /** A copy that brought one of two messages to its end: those who told could not look for each other's. */
  const whoMetTwo = async (): Promise<Dispatcher> => {
    const heal = harness.slack.fail('conversations.history', { error: 'missing_scope' });
    await tell(harness.dispatcher('a'));
    await tell(harness.dispatcher('b'), slightlyOther);
    heal();
    harness.store.endOutage();
    harness.clock.set(at(300));
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    const dispatcher = harness.dispatcher('c');
    await harness.sendAll(dispatcher);
    return dispatcher;
  };

  test.each(['the same instance', 'another instance'])(
    "the incident's delivery by %s updates the message that was told",
    async (who) => {
      const teller = harness.dispatcher('a');
      await tell(teller);
      harness.clock.set(at(300));
      harness.store.endOutage();
      await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
      await harness.sendAll(who === 'the same copy' ? teller : harness.dispatcher('b'));
      expect([states(), await harness.pendingIds()]).toEqual([['monitoring_outage recovered r2'], []]);
    },
  );

  test('it is not reported by an instance that sees, and could not tell of it before', async () => {
    const dispatcher = harness.dispatcher('a');
    const mends = ['chat.postMessage', 'conversations.history'].map((route) =>
      harness.slack.fail(route, { status: 500 }),
    );
    await tell(dispatcher);
    harness.store.endOutage();
    dispatcher.outageEnded();
    for (const mend of mends) mend();
    await goOn(dispatcher, 120_000);
    expect([states(), dispatcher.health().pending]).toEqual([[], 0]);
  });

  test('it is one message, though its instance can read again while it is posted, and may not look it up', async () => {
    harness.slack.fail('conversations.history', { error: 'missing_scope' });
    const post: SlackMessageApi['post'] = async (what) => {
      const outcome = await harness.port.post(what);
      dispatcher.outageEnded();
      return outcome;
    };
    const dispatcher = harness.dispatcher('a', { slack: { ...harness.port, post } });
    await tell(dispatcher);
    harness.store.endOutage();
    harness.clock.set(at(300));
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    await harness.sendAll(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('a second message of it that may not be removed is brought to its end', async () => {
    const dispatcher = await whoMetTwo();
    harness.slack.fail('chat.delete', { error: 'cant_delete_message' });
    await dispatcher.findOrphanedOutage(ALERTS, [over]);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r2']);
  });

  test('one that was over is reported beside the next, which began with the observation that ended it and lasts', async () => {
    const next = blind({ id: 'monitoring_outage:next', openedAt: at(300) });
    harness.clock.set(at(500));
    await tell(harness.dispatcher('a'), next);
    harness.store.endOutage();
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    await harness.sendAll(harness.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage open r1', 'monitoring_outage recovered r2']);
  });

  test('one that was over within the minute leaves the next, which lasts, as it is', async () => {
    const next = blind({ id: 'monitoring_outage:next', openedAt: at(48) });
    const short = blind({ state: 'recovered', closedAt: at(48), revision: 2 });
    await tell(harness.dispatcher('a'), next);
    harness.store.endOutage();
    const found = await harness.dispatcher('b').findOrphanedOutage(ALERTS, [short]);
    await harness.enqueue(incidentDelivery(short, { detectedAt: at(90) }));
    await harness.sendAll(harness.dispatcher('c'));
    expect([found, states()]).toEqual([
      expect.objectContaining({ openedAt: at(48) }),
      ['monitoring_outage open r1', 'monitoring_outage recovered r2'],
    ]);
  });

  test('with a last observation that differs by seconds updates it, too', async () => {
    await tell(harness.dispatcher('a'), slightlyOther);
    harness.store.endOutage();
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    await harness.sendAll(harness.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('an instance that had seen the traders a whole check earlier, and died, leaves no message open', async () => {
    await tell(harness.dispatcher('a'), blind({ id: 'monitoring_outage:earlier', openedAt: at(-240) }));
    harness.store.endOutage();
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    await harness.sendAll(harness.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('a second message of it, which nobody else updates, is removed by whoever looks back', async () => {
    const dispatcher = await whoMetTwo();
    const before = states();
    expect(await dispatcher.findOrphanedOutage(ALERTS, [over])).toBeNull();
    expect([before.sort(), states()]).toEqual([
      ['monitoring_outage open r1', 'monitoring_outage recovered r2'],
      ['monitoring_outage recovered r2'],
    ]);
  });

  test('the message of an earlier one, which is still to be brought to its end, is not taken for it', async () => {
    await tell(harness.dispatcher('a'));
    harness.store.endOutage();
    const heal = harness.slack.fail('chat.update', { status: 503 });
    await harness.enqueue(incidentDelivery(over, { id: over.id, detectedAt: at(300) }));
    const dispatcher = harness.dispatcher('b');
    await harness.sendAll(dispatcher, 5_000);
    const next = blind({
      id: 'monitoring_outage:next',
      openedAt: at(400),
      closedAt: at(500),
      state: 'recovered',
    });
    harness.clock.set(at(500));
    await harness.enqueue(incidentDelivery(next, { id: next.id, detectedAt: at(500) }));
    heal();
    await harness.sendAll(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r1']);
  });

  test('nor is it by an instance that had found it, and gone on with it, without the store', async () => {
    await tell(harness.dispatcher('a'));
    harness.store.endOutage();
    const heal = harness.slack.fail('chat.update', { status: 503 });
    await harness.enqueue(incidentDelivery(over, { id: over.id, detectedAt: at(300) }));
    await harness.sendAll(harness.dispatcher('b'), 5_000);
    harness.store.simulateOutage('unreachable');
    harness.clock.set(at(470));
    const dispatcher = harness.dispatcher('c');
    const lasting = blind({ id: 'monitoring_outage:next', openedAt: at(380) });
    await tell(dispatcher, lasting);
    harness.store.endOutage();
    heal();
    harness.clock.set(at(500));
    const next = { ...lasting, closedAt: at(500), state: 'recovered' as const, revision: 3 };
    await harness.enqueue(incidentDelivery(next, { id: next.id, detectedAt: at(500) }));
    await harness.sendAll(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r3']);
  });

  test('is looked back for again later where its message cannot be updated now', async () => {
    await tell(harness.dispatcher('a'));
    harness.store.endOutage();
    harness.slack.fail('chat.update', { error: 'is_archived' });
    expect(await harness.dispatcher('b').findOrphanedOutage(ALERTS, [over])).toBe('retry later');
  });

  test('one that lasts, of which nobody knows that it is over, is found by whoever looks back', async () => {
    await tell(harness.dispatcher('a'));
    harness.store.endOutage();
    const found = await harness.dispatcher('b').findOrphanedOutage(ALERTS, []);
    expect([found, states()]).toEqual([
      expect.objectContaining({ openedAt: at(0) }),
      ['monitoring_outage open r1'],
    ]);
  });

  test('one that an instance that died reported in the fallback channel is found there, and brought to its end', async () => {
    const fallback = { settings: { fallbackChannel: OPS } };
    const heal = harness.slack.fail(
      'chat.postMessage',
      { error: 'is_archived' },
      { when: ({ channel }) => channel === ALERTS },
    );
    await tell(harness.dispatcher('a', fallback));
    heal();
    harness.store.endOutage();
    harness.clock.set(at(300));
    const dispatcher = harness.dispatcher('b', fallback);
    const found = await dispatcher.findOrphanedOutage(ALERTS, []);
    expect([found, await dispatcher.findOrphanedOutage(ALERTS, [over])]).toEqual([
      expect.objectContaining({ openedAt: at(0) }),
      null,
    ]);
    expect(states(OPS)).toEqual(['monitoring_outage recovered r2']);
  });

  test('an outage that nobody could tell of is reported once, from the store', async () => {
    const dispatcher = harness.dispatcher('a');
    const heal = harness.slack.fail('*', { drop: true });
    await tell(dispatcher);
    harness.clock.set(at(300));
    harness.store.endOutage();
    await harness.enqueue(incidentDelivery(over, { detectedAt: at(300) }));
    heal();
    await harness.sendAll(dispatcher);
    await goOn(dispatcher, 70_000);
    expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage recovered r2'], 0]);
  });

  test('an instance that tells of it at the moment another delivers it leaves one message', async () => {
    await harness.store.endOutage();
    await harness.enqueue(incidentDelivery(blind(), { detectedAt: at(90) }));
    const [teller, deliverer] = [harness.dispatcher('a'), harness.dispatcher('b')];
    await Promise.all([tell(teller), deliverer.dispatchDue()]);
    await harness.sendAll(deliverer);
    await goOn(teller, 5_000);
    expect(states()).toEqual(['monitoring_outage open r1']);
  });
});

test('What waits in the store is not sent while Redis is away, and is afterwards', async () => {
  const dispatcher = harness.dispatcher('a');
  harness.store.endOutage();
  await harness.enqueue(event('event:1', { detectedAt: at(90) }));
  harness.store.simulateOutage('unreachable');
  await tell(dispatcher);
  harness.store.endOutage();
  harness.clock.advance(1_000);
  await harness.sendAll(dispatcher);
  expect(states()).toEqual(['monitoring_outage open r1', 'event:1']);
});
