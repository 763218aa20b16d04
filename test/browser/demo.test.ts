import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createDemoBot } from '../../sandbox/start';
import type { Bot } from '../../src/bot';
import { systemClock } from '../../src/lib/clock';
import { keptLog } from '../helpers/log';
import { problemsOn } from './axe';
import { launchBrowser, openWindow, type Window } from './browser';
import { messageWith } from './workspace';

let demo: Bot;
let url: string;
let browser: Browser;
let opened: Window;
beforeAll(async () => {
  let printed = '';
  demo = createDemoBot(
    {},
    {
      clock: systemClock,
      log: keptLog().log,
      print: (line) => {
        printed = line;
      },
    },
  );
  await demo.start();
  url = /http:\S+/.exec(printed)?.[0] ?? '';
  browser = await launchBrowser();
});
afterEach(async () => {
  await opened.close();
  expect(opened.errors).toEqual([]);
});
afterAll(async () => {
  await demo.stop();
  await browser.close();
});

async function visit(look: BrowserContextOptions = {}): Promise<Page> {
  opened = await openWindow(browser, `${url}/?in=ops`, look);
  return opened.page;
}

test("/arb-status paper docker shows the demo trader's values, marked as demo data", async () => {
  const page = await visit();
  await page.keyboard.type('/arb-status paper docker');
  await page.keyboard.press('Enter');
  const answer = messageWith(page, 'Only visible to you').last();
  await answer
    .getByText(/demo data/i)
    .first()
    .waitFor();
  expect(await answer.locator('td', { hasText: 'Balance' }).locator('+ td').textContent()).toMatch(
    /^[\d,]{4,}/,
  );
});

test.each(['light', 'dark'] as const)(
  "axe finds nothing serious in the bot's messages on a phone, %s",
  async (colorScheme) => {
    const page = await visit({ colorScheme, viewport: { width: 375, height: 740 } });
    for (const command of ['/arb-status', '/arb-status paper docker', '/arb-tuning', '/arb-status help']) {
      const before = await page.locator('article').count();
      await page.getByRole('combobox').fill(`${command} `);
      await page.keyboard.press('Enter');
      await page.locator('article').nth(before).waitFor();
    }
    expect(await problemsOn(page)).toEqual([]);
  },
);

test('Every control does what it says, and the page shows it', async () => {
  const page = await visit();
  const ids: string[] = await page.evaluate(
    "[...document.querySelectorAll('[data-control]')].map((one) => one.dataset.control)",
  );
  const still: string[] = [];
  for (const id of ids) {
    const control = page.locator('li', { has: page.locator(`[data-control="${id}"]`) });
    for (const _ of ['there', 'and back']) {
      const before = await control.textContent();
      await control.getByRole('button').click();
      await control
        .filter({ hasNotText: before ?? '' })
        .waitFor({ timeout: 5_000 })
        .catch(() => still.push(id));
    }
  }
  expect([ids, still, await page.locator('#toast').textContent()]).toEqual([
    expect.arrayContaining(['redis-unreachable']),
    [],
    '',
  ]);
}, 120_000);

test('An answer says that Redis cannot be reached', async () => {
  const page = await visit();
  await page.getByRole('button', { name: 'Cut the bot off from Redis' }).click();
  await page.getByRole('button', { name: 'Let the bot read Redis again' }).waitFor();
  await page.getByRole('combobox').fill('/arb-status paper docker');
  await page.keyboard.press('Enter');
  await messageWith(page, /cannot (be )?(read|reach)/i)
    .last()
    .waitFor();
});
