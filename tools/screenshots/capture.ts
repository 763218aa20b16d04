import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { PEOPLE } from '../../sandbox/world/people';
import type { Shown } from './scene';

export const WIDTHS = ['desktop', 'phone'] as const;
export const SCHEMES = ['light', 'dark'] as const;
export type Width = (typeof WIDTHS)[number];
export type Scheme = (typeof SCHEMES)[number];

/** In CSS pixels: tall, so that no message has to be scrolled. */
const VIEWPORTS = { desktop: { width: 1000, height: 2400 }, phone: { width: 375, height: 2400 } } as const;

export interface Picture {
  readonly width: Width;
  readonly scheme: Scheme;
  readonly png: Buffer;
}

/** The bot's reply as it was drawn, and what a notification or a screen reader says of it. */
export interface Reply {
  readonly pictures: readonly Picture[];
  readonly spoken: string;
}

/** Types the command on the page, where there is one, and takes what is to be shown in every width and scheme. */
export async function replyTo(
  browser: Browser,
  url: string,
  command: string | null,
  shown: Shown = { in: 'ops' },
): Promise<Reply> {
  const looker = { ...(shown.as !== undefined && { as: shown.as }), in: 'ops' };
  const desktop = await contextFor(browser, 'desktop', shown);
  const phone = await contextFor(browser, 'phone', shown);
  try {
    const page = await desktop.newPage();
    await page.goto(addressOf(url, command === null ? shown : looker));
    if (command !== null) await typed(page, command);
    if (command !== null && shown.in !== 'ops') await page.goto(addressOf(url, shown));
    if (shown.inThread) await page.goto(await threadOn(page));
    const small = await phone.newPage();
    await small.goto(page.url());
    const message = (on: Page) => messageOn(on, shown);
    const prepared = async (on: Page) => {
      if (shown.isUnfolded) {
        await message(on).locator('summary').last().click();
        await on.mouse.move(0, 0);
      }
      return message(on);
    };
    return {
      pictures: [
        ...(await taken(page, await prepared(page), 'desktop')),
        ...(await taken(small, await prepared(small), 'phone')),
      ],
      spoken: (await message(page).getAttribute('data-spoken')) ?? '',
    };
  } finally {
    await desktop.close();
    await phone.close();
  }
}

const addressOf = (url: string, { in: where, as = 'operator' }: Shown): string =>
  `${url}/?as=${as}&in=${where === 'modal' ? 'ops' : where}`;

/** The address of the last message with its thread beside it. */
const threadOn = async (page: Page): Promise<string> =>
  new URL((await page.locator('a.replies').last().getAttribute('href')) ?? '', page.url()).href;

function messageOn(page: Page, shown: Shown): Locator {
  if (shown.in === 'modal') return page.locator('#modal[open]');
  return shown.in === 'home' ? page.locator('.home:not(:has(.empty))') : lastReply(page, shown);
}

const lastReply = (page: Page, { has, inThread }: Shown): Locator =>
  page
    .locator(`${inThread ? '[data-region="thread"]' : '[data-region="stream"]'} ${REPLY}`)
    .filter(has === undefined ? {} : { hasText: has })
    .last();

/** What those who read English see is drawn in UTC; what others do, in their zone and language, as their Slack shows it. */
const contextFor = (browser: Browser, width: Width, { as }: Shown): Promise<BrowserContext> => {
  const person = PEOPLE.find(({ name, locale }) => name === as && !locale.startsWith('en'));
  return browser.newContext({
    viewport: VIEWPORTS[width],
    deviceScaleFactor: width === 'phone' ? 2 : 1,
    timezoneId: person?.timeZone ?? 'UTC',
    locale: person?.locale ?? 'en-US',
  });
};

/** The bot's own messages, and no one else's. */
const REPLY = 'article.message:has(.of-bot)';

async function typed(page: Page, command: string): Promise<void> {
  const composer = page.locator('#composer');
  const replies = page.locator(REPLY);
  await composer.waitFor();
  const before = await replies.count();
  await composer.fill(command);
  await composer.press('Escape');
  await composer.press('Enter');
  await replies.nth(before).waitFor({ timeout: 10_000 });
}

async function taken(page: Page, message: Locator, width: Width): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    const png = await message.screenshot({ animations: 'disabled' });
    pictures.push({ width, scheme, png });
  }
  return pictures;
}
