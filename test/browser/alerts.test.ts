import type { Browser } from 'playwright-core';
import { createDemoBot } from '../../sandbox/start';
import type { Bot } from '../../src/bot';
import { systemClock } from '../../src/lib/clock';
import { keptLog } from '../helpers/log';
import { problemsOn } from './axe';
import { launchBrowser, openWindow, type Window } from './browser';

/** The demo's hearts beat every 5 s. */
const QUICK = { CHECK_INTERVAL: '1', STALE_AFTER: '7' };
/** Long enough for a trader to be observed as it writes: before that, nobody knows that it lived. */
const OBSERVED_MS = 8_000;
const WAIT = { timeout: 30_000 };

let demo: Bot;
let browser: Browser;
let opened: Window;
beforeAll(async () => {
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  demo = createDemoBot(QUICK, { clock: systemClock, log: keptLog().log, print });
  await demo.start();
  browser = await launchBrowser();
  opened = await openWindow(browser, `${/http:\S+/.exec(printed.join())?.[0]}/?in=trading-alerts`);
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
});

test('An open page shows the alert about a stopped trader, its acknowledgement by keyboard and its recovery', async () => {
  const { page } = opened;
  const trader = page.getByRole('region', { name: 'paper docker' });
  const alert = page.locator('article', { has: page.getByText('Status now') });

  await page.waitForTimeout(OBSERVED_MS);
  await trader.getByRole('button', { name: 'Stop the trader' }).click();
  await alert.filter({ hasText: /Down: paper docker/ }).waitFor(WAIT);
  await alert.getByText('demo data').waitFor();
  expect(await problemsOn(page)).toEqual([]);

  await alert.getByRole('button', { name: 'Acknowledge' }).focus();
  await page.keyboard.press('Enter');
  await alert.filter({ hasText: 'Acknowledged by @Olive Operator' }).waitFor(WAIT);

  await trader.getByRole('button', { name: 'Start the trader' }).click();
  await alert.filter({ hasText: /Recovered after [\s\S]*\(edited\)/ }).waitFor(WAIT);
  await page.locator('article', { hasText: /replied to a thread: .*Recovered after/ }).waitFor(WAIT);
  expect([await alert.count(), opened.errors]).toEqual([1, []]);
}, 90_000);
