import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
} from '../helpers/dispatcherHarness';
import { at, digest, event, incidentDelivery, note } from '../helpers/notifications';

const MINUTE_MS = 60_000;
const withFallback = { settings: { fallbackChannel: OPS } };

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const refuseAlerts = (error: string) => rejectIn(desk, ALERTS, error);

describe.each(['is_archived', 'channel_not_found', 'not_in_channel'])('a channel that is %s', (code) => {
  test('with no fallback keeps what waits, and shows', async () => {
    const dispatcher = desk.dispatcher('a');
    refuseAlerts(code);
    await desk.put(incidentDelivery(), note(), digest());
    await desk.work(dispatcher, 10 * MINUTE_MS);
    expect([(await desk.waitingIds()).length, dispatcher.health().faults]).toEqual([
      3,
      [{ channel: 'C0ALERTS', code, since: at(0) }],
    ]);
  });

  test('once it is mended takes all that waited, in order, and the fault no longer shows', async () => {
    const dispatcher = desk.dispatcher('a');
    const mend = refuseAlerts(code);
    await desk.put(digest(), note(), incidentDelivery());
    await desk.work(dispatcher, 10 * MINUTE_MS);
    mend();
    await desk.work(dispatcher);
    expect([desk.texts().map((text) => text.split(' ')[0]), dispatcher.health().faults]).toEqual([
      ['no_sign_of_life', 'note:1', 'digest:1'],
      [],
    ]);
  });

  test('with a fallback has its message there, which says so', async () => {
    refuseAlerts(code);
    await desk.put(event());
    await desk.work(desk.dispatcher('a', withFallback));
    expect([desk.texts(OPS), await desk.waitingIds()]).toEqual([
      [`event:1 instead of C0ALERTS: ${code}`],
      [],
    ]);
  });
});

test('a channel with a fault is tried every few minutes, and with one message alone', async () => {
  refuseAlerts('is_archived');
  await desk.put(...['1', '2', '3'].map((id) => event(id)));
  await desk.work(desk.dispatcher('a'), 10 * MINUTE_MS);
  const minutes = desk.slack.journal
    .calls('chat.postMessage')
    .map(({ at: time }) => (time.getTime() - at(0).getTime()) / MINUTE_MS);
  expect(minutes).toEqual([0, 3, 6, 9]);
});

test('a fault is logged once, however often it is met', async () => {
  refuseAlerts('is_archived');
  await desk.put(event());
  await desk.work(desk.dispatcher('a'), 10 * MINUTE_MS);
  expect(desk.log.lines().filter(({ level }) => level === 50)).toMatchObject([
    { code: 'is_archived', channel: 'C0ALERTS' },
  ]);
});

test('a fallback that has a fault, too, keeps everything', async () => {
  const dispatcher = desk.dispatcher('a', withFallback);
  desk.slack.fail('chat.postMessage', { error: 'is_archived' });
  await desk.put(event());
  await desk.work(dispatcher, 5 * MINUTE_MS);
  expect([await desk.waitingIds(), dispatcher.health().faults.map(({ channel }) => channel)]).toEqual([
    ['event:1'],
    ['C0ALERTS', OPS],
  ]);
});

test('a token that was revoked sends nothing to the fallback, keeps everything, and everything goes once it is mended', async () => {
  const dispatcher = desk.dispatcher('a', withFallback);
  const mend = desk.slack.fail('*', { error: 'token_revoked' });
  await desk.put(event('event:1'), event('event:2'), digest('digest:1', { channel: OPS }));
  await desk.work(dispatcher, 10 * MINUTE_MS);
  const during = [desk.texts(), desk.texts(OPS), dispatcher.health().faults];
  mend();
  await desk.work(dispatcher);
  expect([...during, desk.texts().length, desk.texts(OPS).length, dispatcher.health().faults]).toEqual([
    [],
    [],
    [{ channel: null, code: 'token_revoked', since: at(0) }],
    2,
    1,
    [],
  ]);
});

describe('without the scope to read messages back', () => {
  test('one whose outcome is unknown is sent again, at least once, and health tells why', async () => {
    const blindDesk = await createDispatcherHarness({ scopes: ['chat:write'] });
    const dispatcher = blindDesk.dispatcher('a');
    blindDesk.slack.fail('chat.postMessage', { drop: true }, { times: 1 });
    await blindDesk.put(event());
    await blindDesk.work(dispatcher);
    const seen = [blindDesk.texts(), await blindDesk.waitingIds(), dispatcher.health().historyDenied];
    await blindDesk.stop();
    expect(seen).toEqual([['event:1'], [], 'missing_scope']);
  });

  test('one that was answered still comes once', async () => {
    const blindDesk = await createDispatcherHarness({ scopes: ['chat:write'] });
    await blindDesk.put(incidentDelivery(), note());
    await blindDesk.work(blindDesk.dispatcher('a'));
    const texts = blindDesk.texts();
    await blindDesk.stop();
    expect(texts).toEqual(['no_sign_of_life open r1', 'note:1']);
  });
});
