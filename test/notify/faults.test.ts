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

describe.each(['is_archived', 'channel_not_found', 'not_in_channel'])(
  'A channel with the error %s',
  (code) => {
    test('without a fallback keeps its waiting messages and is reported in health', async () => {
      const dispatcher = desk.dispatcher('a');
      refuseAlerts(code);
      await desk.put(incidentDelivery(), note(), digest());
      await desk.work(dispatcher, 10 * MINUTE_MS);
      expect([(await desk.waitingIds()).length, dispatcher.health().faults]).toEqual([
        3,
        [{ channel: 'C0ALERTS', code, since: at(0) }],
      ]);
    });

    test('takes all waiting messages in order once it is repaired, and is no longer reported in health', async () => {
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

    test('with a fallback has its message posted there, which says so', async () => {
      refuseAlerts(code);
      await desk.put(event());
      await desk.work(desk.dispatcher('a', withFallback));
      expect([desk.texts(OPS), await desk.waitingIds()]).toEqual([
        [`event:1 instead of C0ALERTS: ${code}`],
        [],
      ]);
    });
  },
);

test('A channel with a fault is retried every few minutes, with only one message', async () => {
  refuseAlerts('is_archived');
  await desk.put(...['1', '2', '3'].map((id) => event(id)));
  await desk.work(desk.dispatcher('a'), 10 * MINUTE_MS);
  const minutes = desk.slack.journal
    .calls('chat.postMessage')
    .map(({ at: time }) => (time.getTime() - at(0).getTime()) / MINUTE_MS);
  expect(minutes).toEqual([0, 3, 6, 9]);
});

test('A channel fault is logged once, however often it occurs', async () => {
  refuseAlerts('is_archived');
  await desk.put(event());
  await desk.work(desk.dispatcher('a'), 10 * MINUTE_MS);
  expect(desk.log.lines().filter(({ level }) => level === 50)).toMatchObject([
    { code: 'is_archived', channel: 'C0ALERTS' },
  ]);
});

test('No message is lost if the fallback channel has a fault, too', async () => {
  const dispatcher = desk.dispatcher('a', withFallback);
  desk.slack.fail('chat.postMessage', { error: 'is_archived' });
  await desk.put(event());
  await desk.work(dispatcher, 5 * MINUTE_MS);
  expect([await desk.waitingIds(), dispatcher.health().faults.map(({ channel }) => channel)]).toEqual([
    ['event:1'],
    ['C0ALERTS', OPS],
  ]);
});

test('With a revoked token nothing goes to the fallback, and everything is sent once the token is repaired', async () => {
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

describe('Without the scope to read message history', () => {
  test('a message with an unknown outcome is sent again, and health gives the reason', async () => {
    const unscopedDesk = await createDispatcherHarness({ scopes: ['chat:write'] });
    const dispatcher = unscopedDesk.dispatcher('a');
    unscopedDesk.slack.fail('chat.postMessage', { drop: true }, { times: 1 });
    await unscopedDesk.put(event());
    await unscopedDesk.work(dispatcher);
    const seen = [unscopedDesk.texts(), await unscopedDesk.waitingIds(), dispatcher.health().historyDenied];
    await unscopedDesk.stop();
    expect(seen).toEqual([['event:1'], [], 'missing_scope']);
  });

  test('a message that Slack confirmed is still sent once', async () => {
    const unscopedDesk = await createDispatcherHarness({ scopes: ['chat:write'] });
    await unscopedDesk.put(incidentDelivery(), note());
    await unscopedDesk.work(unscopedDesk.dispatcher('a'));
    const texts = unscopedDesk.texts();
    await unscopedDesk.stop();
    expect(texts).toEqual(['no_sign_of_life open r1', 'note:1']);
  });
});
