import type { SendPage } from '../../src/notify/pages/page';
import { actionOn, SETTINGS } from '../helpers/scenario';
import { TestCluster } from '../helpers/testCluster';
import { trader } from '../helpers/traders';

const MINUTE_MS = 60_000;

let night: TestCluster;
let called: string[];
const webhook: SendPage = async ({ event }) => {
  called.push(event);
  return { kind: 'sent' };
};
const start = (name: string) => night.start(name, { paging: { webhook } });
const pagesTo = (user: string) => night.desk.texts(`D${user.slice(1)}`).length;
const pages = () => [pagesTo('U0OPERATOR'), pagesTo('U0VIEWER'), called.length];

/** It dies at second 100 and is reported at 195; the steps are due 5, 10 and 20 min later. */
beforeEach(async () => {
  night = await TestCluster.begin();
  night.traders = [trader('paper:docker', [[-600, 100]])];
  night.settings = {
    ...SETTINGS,
    rules: { no_sign_of_life: { severity: 'critical' } },
    paging: {
      escalation: {
        severities: ['critical'],
        steps: [
          { afterMs: 5 * MINUTE_MS, notify: { dm: 'U0OPERATOR' } },
          { afterMs: 10 * MINUTE_MS, notify: { dm: 'U0VIEWER' } },
          { afterMs: 20 * MINUTE_MS, notify: { webhook: 'pager' } },
        ],
      },
    },
  };
  called = [];
});
afterEach(() => night.desk.stop());

test('Two instances, one of which dies and starts again, take each step once', async () => {
  start('a');
  start('b');
  await night.goOn(510);
  expect(pages()).toEqual([1, 0, 0]);
  night.kill('a');
  await night.goOn(820);
  expect(pages()).toEqual([1, 1, 0]);
  start('a');
  await night.goOn(2_000);
  expect(pages()).toEqual([1, 1, 1]);
});

test('An instance that was away while two steps were due takes the newest alone', async () => {
  start('a');
  await night.goOn(300);
  night.kill('a');
  await night.goOn(1_000);
  start('a');
  await night.goOn(1_100);
  expect(pages()).toEqual([0, 1, 0]);
});

test.each([
  ['all that is stored', async () => night.alertStore.comesBack()],
  ['the last page', async (moment: number) => night.alertStore.comesBack(moment)],
])('A loss of %s makes no step come twice', async (_, lose) => {
  start('a');
  await night.goOn(480);
  const { moment } = night.alertStore;
  await night.goOn(510);
  expect(pages()).toEqual([1, 0, 0]);
  await lose(moment);
  await night.goOn(760);
  expect(pages()).toEqual([1, 0, 0]);
  await night.goOn(2_000);
  expect(pages()).toEqual([1, 1, 1]);
});

test('Who acknowledges ends it for all instances', async () => {
  start('a');
  start('b');
  await night.goOn(510);
  await night.act(actionOn({ kind: 'acknowledge', userId: 'U0OPERATOR' }));
  await night.goOn(2_000);
  expect(pages()).toEqual([1, 0, 0]);
});
