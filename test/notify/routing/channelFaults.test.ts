import { ALERTS, type DispatcherHarness, OPS, openHarness, refuseIn } from '../harness';
import { at, digest, event, incidentDelivery, note } from '../notifications';

const MINUTE_MS = 60_000;
const withFallback = { settings: { fallbackChannel: OPS } };

let harness: DispatcherHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.stop());

const refuseAlerts = (error: string) => refuseIn(harness, ALERTS, error);

describe.each(['is_archived', 'channel_not_found', 'not_in_channel'])('A channel that is %s', (code) => {
  test('with no fallback keeps what waits, and shows', async () => {
    const dispatcher = harness.dispatcher('a');
    refuseAlerts(code);
    await harness.enqueue(incidentDelivery(), note(), digest());
    await harness.sendAll(dispatcher, 10 * MINUTE_MS);
    expect([(await harness.pendingIds()).length, dispatcher.health().faults]).toEqual([
      3,
      [{ channel: 'C0ALERTS', code, since: at(0) }],
    ]);
  });

  test('once it is mended takes all that waited, in order, and the fault no longer shows', async () => {
    const dispatcher = harness.dispatcher('a');
    const mend = refuseAlerts(code);
    await harness.enqueue(digest(), note(), incidentDelivery());
    await harness.sendAll(dispatcher, 10 * MINUTE_MS);
    mend();
    await harness.sendAll(dispatcher);
    expect([harness.texts().map((text) => text.split(' ')[0]), dispatcher.health().faults]).toEqual([
      ['no_sign_of_life', 'note:1', 'digest:1'],
      [],
    ]);
  });

  test('with a fallback has its message there, which says so', async () => {
    refuseAlerts(code);
    await harness.enqueue(event());
    await harness.sendAll(harness.dispatcher('a', withFallback));
    expect([harness.texts(OPS), await harness.pendingIds()]).toEqual([
      [`event:1 instead of C0ALERTS: ${code}`],
      [],
    ]);
  });
});

test('A channel with a fault is tried every few minutes, and with one message alone', async () => {
  refuseAlerts('is_archived');
  await harness.enqueue(...['1', '2', '3'].map((id) => event(id)));
  await harness.sendAll(harness.dispatcher('a'), 10 * MINUTE_MS);
  const minutes = harness.slack.journal
    .calls('chat.postMessage')
    .map(({ at: time }) => (time.getTime() - at(0).getTime()) / MINUTE_MS);
  expect(minutes).toEqual([0, 3, 6, 9]);
});

test('A fault is logged once, however often it is met', async () => {
  refuseAlerts('is_archived');
  await harness.enqueue(event());
  await harness.sendAll(harness.dispatcher('a'), 10 * MINUTE_MS);
  expect(harness.log.lines().filter(({ level }) => level === 50)).toMatchObject([
    { code: 'is_archived', channel: 'C0ALERTS' },
  ]);
});

test('A fallback that has a fault, too, keeps everything', async () => {
  const dispatcher = harness.dispatcher('a', withFallback);
  harness.slack.fail('chat.postMessage', { error: 'is_archived' });
  await harness.enqueue(event());
  await harness.sendAll(dispatcher, 5 * MINUTE_MS);
  expect([await harness.pendingIds(), dispatcher.health().faults.map(({ channel }) => channel)]).toEqual([
    ['event:1'],
    ['C0ALERTS', OPS],
  ]);
});

test('A token that was revoked sends nothing to the fallback, keeps everything, and everything goes once it is mended', async () => {
  const dispatcher = harness.dispatcher('a', withFallback);
  const mend = harness.slack.fail('*', { error: 'token_revoked' });
  await harness.enqueue(event('event:1'), event('event:2'), digest('digest:1', { channel: OPS }));
  await harness.sendAll(dispatcher, 10 * MINUTE_MS);
  const during = [harness.texts(), harness.texts(OPS), dispatcher.health().faults];
  mend();
  await harness.sendAll(dispatcher);
  expect([...during, harness.texts().length, harness.texts(OPS).length, dispatcher.health().faults]).toEqual([
    [],
    [],
    [{ channel: null, code: 'token_revoked', since: at(0) }],
    2,
    1,
    [],
  ]);
});

describe('Without the scope to read messages back', () => {
  test('one whose outcome is unknown is sent again, at least once, and health tells why', async () => {
    const blindDesk = await openHarness({ scopes: ['chat:write'] });
    const dispatcher = blindDesk.dispatcher('a');
    blindDesk.slack.fail('chat.postMessage', { drop: true }, { times: 1 });
    await blindDesk.enqueue(event());
    await blindDesk.sendAll(dispatcher);
    const seen = [blindDesk.texts(), await blindDesk.pendingIds(), dispatcher.health().historyDenied];
    await blindDesk.stop();
    expect(seen).toEqual([['event:1'], [], 'missing_scope']);
  });

  test('one that was answered still comes once', async () => {
    const blindDesk = await openHarness({ scopes: ['chat:write'] });
    await blindDesk.enqueue(incidentDelivery(), note());
    await blindDesk.sendAll(blindDesk.dispatcher('a'));
    const texts = blindDesk.texts();
    await blindDesk.stop();
    expect(texts).toEqual(['no_sign_of_life open r1', 'note:1']);
  });
});
