import type { Dispatcher } from '../../src/notify/dispatcher';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import {
  ALERTS,
  crashingDispatcher,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
} from '../helpers/dispatcherHarness';
import { at, blind, event, incidentDelivery } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
  desk.clock.set(at(90));
  desk.store.simulateOutage('unreachable');
});
afterEach(() => desk.stop());

const slightlyOther = blind({ id: 'monitoring_outage:another', openedAt: at(45) });
const long = blind({ id: 'monitoring_outage:later', openedAt: at(-200) });

const tell = (dispatcher: Dispatcher, incident = blind(), channel = ALERTS) =>
  dispatcher.notifyOutage(incident, channel);
const goOn = async (dispatcher: Dispatcher, forMs: number): Promise<void> => {
  const untilMs = desk.clock.now().getTime() + forMs;
  while (desk.clock.now().getTime() < untilMs) {
    await dispatcher.dispatchDue();
    desk.clock.advance(1_000);
  }
};
const states = (channel?: string) => desk.texts(channel).map((text) => text.replace(/ detected .*/, ''));

test('an outage is told while Redis is down, once, however often it is asked for', async () => {
  const dispatcher = desk.dispatcher('a');
  for (let check = 0; check < 5; check++) await tell(dispatcher);
  expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage open r1'], 0]);
});

test('a copy that starts anew finds that it was told', async () => {
  await tell(desk.dispatcher('a'));
  await tell(desk.dispatcher('b'));
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('a copy whose last sight was some seconds later takes it for the same', async () => {
  await tell(desk.dispatcher('a'));
  await tell(desk.dispatcher('b'), slightlyOther);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('a copy whose last sight was much earlier tells nothing of its own while the other is blind, too', async () => {
  await tell(desk.dispatcher('a'));
  await tell(desk.dispatcher('b'), long);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test.each([2, 3])('of %i copies that tell at the same time the first message stays', async (copies) => {
  const dispatchers = Array.from({ length: copies }, (_, i) => desk.dispatcher(`copy ${i}`));
  await Promise.all(dispatchers.map((dispatcher, i) => tell(dispatcher, i === 0 ? blind() : slightlyOther)));
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('the next one, which begins within the minute, is told by the copy that reported the one before', async () => {
  const dispatcher = desk.dispatcher('a');
  await tell(dispatcher);
  desk.store.endOutage();
  const over = blind({ state: 'recovered', closedAt: at(48), revision: 2 });
  await desk.put(incidentDelivery(over, { id: over.id, detectedAt: at(48) }));
  await desk.work(dispatcher);
  desk.store.simulateOutage('unreachable');
  await tell(dispatcher, blind({ id: 'monitoring_outage:next', openedAt: at(48) }));
  expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage open r1']);
});

test('the next one takes no message of the one before, which is over and cannot be told so yet', async () => {
  const dispatcher = desk.dispatcher('a');
  await tell(dispatcher);
  desk.store.endOutage();
  const heal = desk.slack.fail('chat.update', { status: 503 });
  const over = blind({ state: 'recovered', closedAt: at(100), revision: 2 });
  await desk.put(incidentDelivery(over, { id: over.id, detectedAt: at(100) }));
  desk.store.simulateOutage('unreachable');
  await tell(dispatcher, blind({ id: 'monitoring_outage:next', openedAt: at(200) }));
  desk.store.endOutage();
  heal();
  await desk.work(dispatcher);
  expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage open r1']);
});

test('with Slack away as well it is told when Slack is back, and says that it is late', async () => {
  const dispatcher = desk.dispatcher('a');
  const heal = desk.slack.fail('*', { status: 503 });
  await tell(dispatcher);
  await goOn(dispatcher, 200_000);
  const during = [states(), dispatcher.health().pending];
  heal();
  await goOn(dispatcher, 70_000);
  expect([...during, states().length, desk.texts()[0]]).toEqual([
    [],
    1,
    1,
    expect.stringContaining('detected 03:01:30, delivered'),
  ]);
});

test('a post that is carried out without an answer is found, not posted again', async () => {
  const dispatcher = desk.dispatcher('a');
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  await tell(dispatcher);
  await goOn(dispatcher, 10_000);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test.each([2, 3])(
  'of %i posts that are carried out without an answer, by as many copies, the first stays',
  async (copies) => {
    const dispatchers = Array.from({ length: copies }, (_, i) => desk.dispatcher(`copy ${i}`));
    desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: copies });
    await Promise.all(dispatchers.map((dispatcher) => tell(dispatcher)));
    for (const dispatcher of dispatchers) await goOn(dispatcher, 10_000);
    expect(states()).toEqual(['monitoring_outage open r1']);
  },
);

test('a post without an answer is looked for beyond the first minute', async () => {
  const dispatcher = desk.dispatcher('a');
  desk.slack.fail('chat.postMessage', { acceptThenDrop: true }, { times: 1 });
  const heal = desk.slack.fail('conversations.history', { status: 500 });
  await tell(dispatcher);
  await goOn(dispatcher, 300_000);
  heal();
  await goOn(dispatcher, 120_000);
  expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage open r1'], 0]);
});

test('a second look that fails is made again, until the later message is gone', async () => {
  const [a, b] = [desk.dispatcher('a'), desk.dispatcher('b')];
  desk.slack.fail('chat.delete', { status: 500 }, { times: 1 });
  await Promise.all([tell(a), tell(b)]);
  await goOn(a, 5_000);
  await goOn(b, 5_000);
  expect(states()).toEqual(['monitoring_outage open r1']);
});

test('the later message is removed no sooner than Slack allows', async () => {
  const dispatcher = desk.dispatcher('b');
  desk.slack.fail('chat.delete', { ratelimited: true, retryAfterS: 40 }, { times: 1 });
  void tell(crashingDispatcher(desk));
  await tell(dispatcher);
  await goOn(dispatcher, 120_000);
  const [first, second] = desk.slack.journal.calls('chat.delete').map(({ at: time }) => time.getTime());
  expect([states(), (second ?? 0) - (first ?? 0) >= 40_000]).toEqual([['monitoring_outage open r1'], true]);
});

test('a channel that is gone sends it to the fallback', async () => {
  desk.slack.fail(
    'chat.postMessage',
    { error: 'is_archived' },
    { when: ({ channel }) => channel === ALERTS },
  );
  await tell(desk.dispatcher('a', { settings: { fallbackChannel: OPS } }));
  expect(states(OPS)).toEqual(['monitoring_outage open r1 instead of C0ALERTS: is_archived']);
});

describe('once Redis is back', () => {
  const over = blind({ state: 'recovered', closedAt: at(300), revision: 2 });

  /** A copy that brought one of two messages to its end: those who told could not look for each other's. */
  const whoMetTwo = async (): Promise<Dispatcher> => {
    const heal = desk.slack.fail('conversations.history', { error: 'missing_scope' });
    await tell(desk.dispatcher('a'));
    await tell(desk.dispatcher('b'), slightlyOther);
    heal();
    desk.store.endOutage();
    desk.clock.set(at(300));
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    const dispatcher = desk.dispatcher('c');
    await desk.work(dispatcher);
    return dispatcher;
  };

  test.each(['the same copy', 'another copy'])(
    "the incident's delivery by %s updates the message that was told",
    async (who) => {
      const teller = desk.dispatcher('a');
      await tell(teller);
      desk.clock.set(at(300));
      desk.store.endOutage();
      await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
      await desk.work(who === 'the same copy' ? teller : desk.dispatcher('b'));
      expect([states(), await desk.waitingIds()]).toEqual([['monitoring_outage recovered r2'], []]);
    },
  );

  test('it is not told by a copy that sees, and could not tell of it before', async () => {
    const dispatcher = desk.dispatcher('a');
    const mends = ['chat.postMessage', 'conversations.history'].map((route) =>
      desk.slack.fail(route, { status: 500 }),
    );
    await tell(dispatcher);
    desk.store.endOutage();
    dispatcher.outageEnded();
    for (const mend of mends) mend();
    await goOn(dispatcher, 120_000);
    expect([states(), dispatcher.health().pending]).toEqual([[], 0]);
  });

  test('it is one message, though its copy sees again while it is posted, and may not look it up', async () => {
    desk.slack.fail('conversations.history', { error: 'missing_scope' });
    const post: SlackMessageApi['post'] = async (what) => {
      const outcome = await desk.port.post(what);
      dispatcher.outageEnded();
      return outcome;
    };
    const dispatcher = desk.dispatcher('a', { slack: { ...desk.port, post } });
    await tell(dispatcher);
    desk.store.endOutage();
    desk.clock.set(at(300));
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    await desk.work(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('a second message of it that may not be removed is brought to its end', async () => {
    const dispatcher = await whoMetTwo();
    desk.slack.fail('chat.delete', { error: 'cant_delete_message' });
    await dispatcher.findOrphanedOutage([ALERTS], [over]);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r2']);
  });

  test('one that was over is told beside the next, which began with the sight that ended it and lasts', async () => {
    const next = blind({ id: 'monitoring_outage:next', openedAt: at(300) });
    desk.clock.set(at(500));
    await tell(desk.dispatcher('a'), next);
    desk.store.endOutage();
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    await desk.work(desk.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage open r1', 'monitoring_outage recovered r2']);
  });

  test('one that was over within the minute leaves the next, which lasts, as it is', async () => {
    const next = blind({ id: 'monitoring_outage:next', openedAt: at(48) });
    const short = blind({ state: 'recovered', closedAt: at(48), revision: 2 });
    await tell(desk.dispatcher('a'), next);
    desk.store.endOutage();
    const found = await desk.dispatcher('b').findOrphanedOutage([ALERTS], [short]);
    await desk.put(incidentDelivery(short, { detectedAt: at(90) }));
    await desk.work(desk.dispatcher('c'));
    expect([found, states()]).toEqual([
      expect.objectContaining({ openedAt: at(48) }),
      ['monitoring_outage open r1', 'monitoring_outage recovered r2'],
    ]);
  });

  test('with a last sight that differs by seconds updates it, too', async () => {
    await tell(desk.dispatcher('a'), slightlyOther);
    desk.store.endOutage();
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    await desk.work(desk.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('a copy that had seen the traders a whole check earlier, and died, leaves no message open', async () => {
    await tell(desk.dispatcher('a'), blind({ id: 'monitoring_outage:earlier', openedAt: at(-240) }));
    desk.store.endOutage();
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    await desk.work(desk.dispatcher('b'));
    expect(states()).toEqual(['monitoring_outage recovered r2']);
  });

  test('a second message of it, which nobody else updates, is removed by whoever looks back', async () => {
    const dispatcher = await whoMetTwo();
    const before = states();
    expect(await dispatcher.findOrphanedOutage([ALERTS], [over])).toBeNull();
    expect([before.sort(), states()]).toEqual([
      ['monitoring_outage open r1', 'monitoring_outage recovered r2'],
      ['monitoring_outage recovered r2'],
    ]);
  });

  test('the message of an earlier one, which is still to be brought to its end, is not taken for it', async () => {
    await tell(desk.dispatcher('a'));
    desk.store.endOutage();
    const heal = desk.slack.fail('chat.update', { status: 503 });
    await desk.put(incidentDelivery(over, { id: over.id, detectedAt: at(300) }));
    const dispatcher = desk.dispatcher('b');
    await desk.work(dispatcher, 5_000);
    const next = blind({
      id: 'monitoring_outage:next',
      openedAt: at(400),
      closedAt: at(500),
      state: 'recovered',
    });
    desk.clock.set(at(500));
    await desk.put(incidentDelivery(next, { id: next.id, detectedAt: at(500) }));
    heal();
    await desk.work(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r1']);
  });

  test('nor is it by a copy that had found it, and gone on with it, without the store', async () => {
    await tell(desk.dispatcher('a'));
    desk.store.endOutage();
    const heal = desk.slack.fail('chat.update', { status: 503 });
    await desk.put(incidentDelivery(over, { id: over.id, detectedAt: at(300) }));
    await desk.work(desk.dispatcher('b'), 5_000);
    desk.store.simulateOutage('unreachable');
    desk.clock.set(at(470));
    const dispatcher = desk.dispatcher('c');
    const lasting = blind({ id: 'monitoring_outage:next', openedAt: at(380) });
    await tell(dispatcher, lasting);
    desk.store.endOutage();
    heal();
    desk.clock.set(at(500));
    const next = { ...lasting, closedAt: at(500), state: 'recovered' as const, revision: 3 };
    await desk.put(incidentDelivery(next, { id: next.id, detectedAt: at(500) }));
    await desk.work(dispatcher);
    expect(states()).toEqual(['monitoring_outage recovered r2', 'monitoring_outage recovered r3']);
  });

  test('is looked back for again later where its message cannot be updated now', async () => {
    await tell(desk.dispatcher('a'));
    desk.store.endOutage();
    desk.slack.fail('chat.update', { error: 'is_archived' });
    expect(await desk.dispatcher('b').findOrphanedOutage([ALERTS], [over])).toBe('retry later');
  });

  test('one that lasts, of which nobody knows that it is over, is found by whoever looks back', async () => {
    await tell(desk.dispatcher('a'));
    desk.store.endOutage();
    const found = await desk.dispatcher('b').findOrphanedOutage([ALERTS], []);
    expect([found, states()]).toEqual([
      expect.objectContaining({ openedAt: at(0) }),
      ['monitoring_outage open r1'],
    ]);
  });

  test('one that a copy that died reported in the fallback channel is found there, and brought to its end', async () => {
    const fallback = { settings: { fallbackChannel: OPS } };
    const heal = desk.slack.fail(
      'chat.postMessage',
      { error: 'is_archived' },
      { when: ({ channel }) => channel === ALERTS },
    );
    await tell(desk.dispatcher('a', fallback));
    heal();
    desk.store.endOutage();
    desk.clock.set(at(300));
    const dispatcher = desk.dispatcher('b', fallback);
    const found = await dispatcher.findOrphanedOutage([ALERTS], []);
    expect([found, await dispatcher.findOrphanedOutage([ALERTS], [over])]).toEqual([
      expect.objectContaining({ openedAt: at(0) }),
      null,
    ]);
    expect(states(OPS)).toEqual(['monitoring_outage recovered r2']);
  });

  describe('where alerts go to several channels', () => {
    const settings = { fallbackChannel: null, alertChannels: [ALERTS, OPS] };

    test('a copy that takes it for more severe, and reports it elsewhere, finds that it was told', async () => {
      await tell(desk.dispatcher('a', { settings }), blind({ severity: 'warning' }));
      await tell(desk.dispatcher('b', { settings }), slightlyOther, OPS);
      expect([states(), states(OPS)]).toEqual([['monitoring_outage open r1'], []]);
    });

    test('one that a copy that died reported in another channel is found there, and ends there', async () => {
      await tell(desk.dispatcher('a', { settings }), blind(), OPS);
      desk.store.endOutage();
      desk.clock.set(at(300));
      const dispatcher = desk.dispatcher('b', { settings });
      expect(await dispatcher.findOrphanedOutage([ALERTS, OPS], [])).toMatchObject({
        openedAt: at(0),
        channel: OPS,
      });
      await desk.put(incidentDelivery({ ...over, channel: OPS }, { channel: OPS, detectedAt: at(300) }));
      await desk.work(dispatcher);
      expect([states(), states(OPS)]).toEqual([[], ['monitoring_outage recovered r2']]);
    });
  });

  test('an outage that nobody could tell of is told once, from the store', async () => {
    const dispatcher = desk.dispatcher('a');
    const heal = desk.slack.fail('*', { drop: true });
    await tell(dispatcher);
    desk.clock.set(at(300));
    desk.store.endOutage();
    await desk.put(incidentDelivery(over, { detectedAt: at(300) }));
    heal();
    await desk.work(dispatcher);
    await goOn(dispatcher, 70_000);
    expect([states(), dispatcher.health().pending]).toEqual([['monitoring_outage recovered r2'], 0]);
  });

  test('a copy that tells of it at the moment another delivers it leaves one message', async () => {
    await desk.store.endOutage();
    await desk.put(incidentDelivery(blind(), { detectedAt: at(90) }));
    const [teller, deliverer] = [desk.dispatcher('a'), desk.dispatcher('b')];
    await Promise.all([tell(teller), deliverer.dispatchDue()]);
    await desk.work(deliverer);
    await goOn(teller, 5_000);
    expect(states()).toEqual(['monitoring_outage open r1']);
  });
});

test('what waits in the store is not sent while Redis is away, and is afterwards', async () => {
  const dispatcher = desk.dispatcher('a');
  desk.store.endOutage();
  await desk.put(event('event:1', { detectedAt: at(90) }));
  desk.store.simulateOutage('unreachable');
  await tell(dispatcher);
  desk.store.endOutage();
  desk.clock.advance(1_000);
  await desk.work(dispatcher);
  expect(states()).toEqual(['monitoring_outage open r1', 'event:1']);
});
