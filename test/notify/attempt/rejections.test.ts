import { encodeNotification } from '../../../src/notify/model/codec';
import { type DispatcherHarness, openHarness } from '../harness';
import { digest, event, incident, incidentDelivery } from '../notifications';

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('What cannot be sent', () => {
  const gapsInS = (): number[] => {
    const times = harness.slack.journal
      .calls('chat.postMessage')
      .map(({ at: time }) => time.getTime() / 1000);
    return times.slice(1).map((time, i) => time - (times[i] ?? 0));
  };

  test('is tried again, less and less often, and at least once a minute', async () => {
    const dispatcher = harness.dispatcher('a');
    harness.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 300_000);
    expect(gapsInS()).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is tried up to twice as often by the luck of the jitter', async () => {
    const dispatcher = harness.dispatcher('a', { random: () => 1 });
    harness.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 100_000);
    expect(gapsInS()).toEqual([1, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('does not keep others in its channel from going', async () => {
    harness.slack.fail(
      'chat.postMessage',
      { status: 500 },
      { when: ({ text }) => `${text}`.startsWith('event:poison') },
    );
    await harness.enqueue(event('event:poison'), event('event:2'), digest());
    await harness.sendAll(harness.dispatcher('a'), 120_000);
    expect([harness.texts(), await harness.pendingIds()]).toEqual([
      ['event:2', 'digest:1'],
      ['event:poison'],
    ]);
  });

  test('because of its layout goes without it, and says so', async () => {
    harness.slack.fail(
      'chat.postMessage',
      { error: 'invalid_blocks' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await harness.enqueue(event());
    await harness.sendAll(harness.dispatcher('a'));
    expect(harness.texts()).toEqual([
      'event:1\n_Shown without its layout, which Slack refused (invalid_blocks)._',
    ]);
  });

  test('an update refused for its layout takes the old layout away', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    harness.slack.fail(
      'chat.update',
      { error: 'msg_blocks_too_long' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await harness.enqueue(acknowledged);
    await harness.sendAll(dispatcher);
    expect(harness.slack.seenBy('operator', 'trading-alerts')).toMatchObject([
      { text: expect.stringContaining('no_sign_of_life acknowledged r2\n_Shown without'), blocks: [] },
    ]);
  });

  test('because it could not be rendered is sent bare', async () => {
    const dispatcher = harness.dispatcher('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await harness.enqueue(incidentDelivery());
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual([
      'Incident (`no_sign_of_life`, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('that is sent bare mentions nobody, whatever the store holds', async () => {
    const dispatcher = harness.dispatcher('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await harness.enqueue(incidentDelivery(incident({ rule: '<!channel>' })));
    await harness.sendAll(dispatcher);
    expect(harness.texts()).toEqual([
      'Incident (&lt;!channel&gt;, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('under another id than its own is kept, and the next one goes out', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.alertStore.commit({
      from: 0,
      known: '{}',
      enqueue: [{ id: 'another', text: encodeNotification(incidentDelivery()) }],
      cancel: [],
      audit: [],
      messages: [],
    });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 5_000);
    expect([harness.texts(), dispatcher.health().undecodable]).toEqual([['event:1'], ['another']]);
  });

  test('because this version cannot read it is kept, and shows', async () => {
    const dispatcher = harness.dispatcher('a');
    await harness.alertStore.commit({
      from: 0,
      known: '{}',
      enqueue: [{ id: 'of tomorrow', text: '{"kind":"hologram"}' }],
      cancel: [],
      audit: [],
      messages: [],
    });
    await harness.enqueue(event());
    await harness.sendAll(dispatcher, 5_000);
    expect([harness.texts(), await harness.pendingIds(), dispatcher.health().undecodable]).toEqual([
      ['event:1'],
      ['of tomorrow'],
      ['of tomorrow'],
    ]);
  });
});
