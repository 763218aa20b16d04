import type { PageNotification } from '../../src/notify/model/notification';
import type { SendPage } from '../../src/notify/pages/page';
import { SETTINGS } from '../helpers/scenario';
import { TestCluster } from '../helpers/testCluster';
import { ALWAYS, trader } from '../helpers/traders';

const MINUTE_MS = 60_000;
const AWAY = { role: 'store', reason: 'unreachable', isUnread: true } as const;

let night: TestCluster;
let called: PageNotification[];
const webhook: SendPage = async (page) => {
  called.push(page);
  return { kind: 'sent' };
};

beforeEach(async () => {
  night = await TestCluster.begin();
  night.traders = [trader('paper:docker', [ALWAYS])];
  night.settings = {
    ...SETTINGS,
    paging: {
      escalation: {
        severities: ['critical', 'warning'],
        steps: [
          { afterMs: 5 * MINUTE_MS, notify: { dm: 'U0OPERATOR' } },
          { afterMs: 10 * MINUTE_MS, notify: { dm: 'U0GONE' } },
          { afterMs: 20 * MINUTE_MS, notify: { webhook: 'pager' } },
        ],
      },
    },
  };
  called = [];
  night.start('a', { paging: { webhook } });
  await night.goOn(60);
});
afterEach(() => night.desk.stop());

const pagesTo = (user: string) => night.desk.texts(`D${user.slice(1)}`).length;

test('An outage pages one after the other while it lasts, and the webhook learns that it is over', async () => {
  night.refusal = AWAY;
  await night.goOn(400);
  expect(pagesTo('U0OPERATOR')).toBe(0);
  await night.goOn(500);
  expect([pagesTo('U0OPERATOR'), called]).toEqual([1, []]);
  // Nobody is there for the second step, so that the third does not wait.
  await night.goOn(1_000);
  expect(called.map(({ event }) => event)).toEqual(['trigger']);
  night.refusal = null;
  await night.goOn(1_200);
  expect(called.map(({ event, incident }) => [event, incident.rule])).toEqual([
    ['trigger', 'monitoring_outage'],
    ['resolve', 'monitoring_outage'],
  ]);
  expect(new Set(called.map(({ incident }) => incident.id)).size).toBe(1);
  await night.goOn(1_500);
  expect([pagesTo('U0OPERATOR'), called.length]).toEqual([1, 2]);
  expect(await night.desk.waitingIds()).toEqual([]);
});

test('A short outage pages nobody', async () => {
  night.refusal = AWAY;
  await night.goOn(300);
  night.refusal = null;
  await night.goOn(1_500);
  expect([pagesTo('U0OPERATOR'), called]).toEqual([0, []]);
});
