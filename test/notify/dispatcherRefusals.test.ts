import { encodeNotification } from '../../src/notify/model/codec';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { digest, event, incident, incidentDelivery } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const acknowledged = incidentDelivery(incident({ state: 'acknowledged', revision: 2 }));

describe('A message that cannot be sent', () => {
  const gapsInS = (): number[] => {
    const times = desk.slack.journal.calls('chat.postMessage').map(({ at: time }) => time.getTime() / 1000);
    return times.slice(1).map((time, i) => time - (times[i] ?? 0));
  };

  test('is retried less and less often, but at least once a minute', async () => {
    const dispatcher = desk.dispatcher('a');
    desk.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await desk.put(event());
    await desk.work(dispatcher, 300_000);
    expect(gapsInS()).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('is retried up to twice as often with the strongest jitter', async () => {
    const dispatcher = desk.dispatcher('a', { random: () => 1 });
    desk.slack.fail('chat.postMessage', { error: 'service_unavailable' });
    await desk.put(event());
    await desk.work(dispatcher, 100_000);
    expect(gapsInS()).toEqual([1, 1, 2, 4, 8, 16, 30, 30]);
  });

  test('does not block the others in its channel', async () => {
    desk.slack.fail(
      'chat.postMessage',
      { status: 500 },
      { when: ({ text }) => `${text}`.startsWith('event:poison') },
    );
    await desk.put(event('event:poison'), event('event:2'), digest());
    await desk.work(desk.dispatcher('a'), 120_000);
    expect([desk.texts(), await desk.waitingIds()]).toEqual([['event:2', 'digest:1'], ['event:poison']]);
  });

  test('because of its layout is sent without it, and says so', async () => {
    desk.slack.fail(
      'chat.postMessage',
      { error: 'invalid_blocks' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await desk.put(event());
    await desk.work(desk.dispatcher('a'));
    expect(desk.texts()).toEqual([
      'event:1\n_Shown without its layout, which Slack refused (invalid_blocks)._',
    ]);
  });

  test('an update refused for its layout takes the old layout away', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    desk.slack.fail(
      'chat.update',
      { error: 'msg_blocks_too_long' },
      { when: ({ blocks }) => `${blocks}`.length > 2 },
    );
    await desk.put(acknowledged);
    await desk.work(dispatcher);
    expect(desk.slack.seenBy('operator', 'trading-alerts')).toMatchObject([
      { text: expect.stringContaining('no_sign_of_life acknowledged r2\n_Shown without'), blocks: [] },
    ]);
  });

  test('because it could not be formatted is sent as plain text', async () => {
    const dispatcher = desk.dispatcher('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await desk.put(incidentDelivery());
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual([
      'Incident (`no_sign_of_life`, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('and goes as plain text mentions nobody, whatever the store holds', async () => {
    const dispatcher = desk.dispatcher('a', {
      render: () => {
        throw new Error('a bug');
      },
    });
    await desk.put(incidentDelivery(incident({ rule: '<!channel>' })));
    await desk.work(dispatcher);
    expect(desk.texts()).toEqual([
      'Incident (&lt;!channel&gt;, open): paper:docker. Its message could not be made; the log tells why.',
    ]);
  });

  test('under another id than its own is kept, and the next one goes out', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.alertStore.commit({
      from: 0,
      records: new Map(),
      enqueue: [{ id: 'another', text: encodeNotification(incidentDelivery()) }],
      cancel: [],
      audit: [],
      messages: [],
    });
    await desk.put(event());
    await desk.work(dispatcher, 5_000);
    expect([desk.texts(), dispatcher.health().undecodable]).toEqual([['event:1'], ['another']]);
  });

  test('because this version cannot read it is kept and reported in health', async () => {
    const dispatcher = desk.dispatcher('a');
    await desk.alertStore.commit({
      from: 0,
      records: new Map(),
      enqueue: [{ id: 'of tomorrow', text: '{"kind":"hologram"}' }],
      cancel: [],
      audit: [],
      messages: [],
    });
    await desk.put(event());
    await desk.work(dispatcher, 5_000);
    expect([desk.texts(), await desk.waitingIds(), dispatcher.health().undecodable]).toEqual([
      ['event:1'],
      ['of tomorrow'],
      ['of tomorrow'],
    ]);
  });
});
