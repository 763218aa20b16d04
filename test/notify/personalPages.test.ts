import { currentLanguage } from '../../src/lib/language';
import type { PageNotification } from '../../src/notify/model/notification';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { incident, START } from '../helpers/notifications';

let desk: DispatcherHarness;
beforeEach(async () => {
  desk = await createDispatcherHarness();
});
afterEach(() => desk.stop());

const asked: PageNotification = {
  kind: 'page',
  id: `${incident().id}/personal/U0OPERATOR`,
  channel: 'C0ALERTS',
  detectedAt: START,
  via: { dm: 'U0OPERATOR' },
  event: 'trigger',
  incident: incident(),
  n: 0,
  openForMs: 0,
  isPersonal: true,
};

describe('A direct message that somebody asked for', () => {
  test('is sent once, by one of two instances', async () => {
    await desk.put(asked);
    await Promise.all(['a', 'b'].map((owner) => desk.dispatcher(owner).dispatchDue()));
    expect(desk.texts('D0OPERATOR')).toHaveLength(1);
    expect(await desk.waitingIds()).toEqual([]);
  });

  test('is in the language that its reader reads', async () => {
    await desk.put(asked);
    const seen: string[] = [];
    await desk.work(
      desk.dispatcher('a', {
        languageOfPerson: async (userId) => (userId === 'U0OPERATOR' ? 'ko' : 'en'),
        render: () => {
          seen.push(currentLanguage());
          return { message: { text: 'Down', blocks: [] } };
        },
      }),
    );
    expect(seen).toEqual(['ko']);
  });

  test('is still sent when Slack failed for an hour', async () => {
    const mend = desk.slack.fail('chat.postMessage', { status: 503 }, {});
    await desk.put(asked);
    const dispatcher = desk.dispatcher('a');
    await desk.work(dispatcher, 3_600_000);
    expect(await desk.waitingIds()).toEqual([asked.id]);
    mend();
    await desk.work(dispatcher, 60_000);
    expect(await desk.waitingIds()).toEqual([]);
  });

  test.each(['user_disabled', 'user_not_found'])(
    'to somebody whom Slack refuses as %s is given up at once, and shows in the health',
    async (error) => {
      desk.slack.fail('chat.postMessage', { error }, {});
      await desk.put(asked);
      const codes: string[] = [];
      const dispatcher = desk.dispatcher('a', {
        paging: { onFailed: async ({ code }) => codes.push(code) > 0 },
      });
      await dispatcher.dispatchDue();
      expect(codes).toEqual([error]);
      expect(await desk.waitingIds()).toEqual([]);
      expect(dispatcher.health().pageFaults).toEqual([
        expect.objectContaining({ via: { dm: 'U0OPERATOR' }, code: error }),
      ]);
    },
  );
});
