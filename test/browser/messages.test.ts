import type { Locator } from 'playwright-core';
import { openWindow } from './browser';
import { messageWith, startWorkspace, type Workspace } from './workspace';

const OPERATOR = { user: 'operator', channel: 'ops' };
const DATE = 'At <!date^1795300000^{date_short} {time}|a time>.';

/** What a message says, without who says it and when. */
const wordsOf = async (message: Locator) => (await message.locator('.body').textContent())?.trim();

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace();
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

test('A message appears when it is posted', async () => {
  const page = await workspace.visit();
  await workspace.post('fresh');
  await messageWith(page, 'fresh').waitFor();
});

test('An edited message changes on the open page and is marked as edited', async () => {
  const page = await workspace.visit();
  const ts = await workspace.post('before the edit');
  await messageWith(page, 'before the edit').waitFor();
  await workspace.app.client.chat.update({ channel: 'C0OPS', ts, text: 'after it' });
  await messageWith(page, 'after it').getByText('(edited)').waitFor();
  expect(await messageWith(page, 'before the edit').count()).toBe(0);
});

test('A deleted message disappears', async () => {
  const page = await workspace.visit();
  const ts = await workspace.post('soon gone');
  await messageWith(page, 'soon gone').waitFor();
  await workspace.app.client.chat.delete({ channel: 'C0OPS', ts });
  await messageWith(page, 'soon gone').waitFor({ state: 'detached' });
});

test('A reply that is also sent to the channel names its thread there', async () => {
  const page = await workspace.visit();
  const thread_ts = await workspace.post('Heartbeat lost');
  const reply = { channel: 'C0OPS', text: 'Beats again', thread_ts, reply_broadcast: true };
  await workspace.app.client.chat.postMessage(reply);
  const shown = messageWith(page, 'Beats again');
  await shown.getByText('replied to a thread: Heartbeat lost').getByRole('link').click();
  await page.locator('#thread article', { hasText: 'Also sent to the channel' }).waitFor();
});

test('A screen reader announces a new message', async () => {
  const page = await workspace.visit();
  await workspace.post('to be heard');
  await page
    .locator('[aria-live=polite]', { hasText: 'arbwatch: to be heard' })
    .waitFor({ state: 'attached' });
});

test.each([
  ['operator', /^At Nov 21, 2026 11:26 PM\.$/],
  ['viewer', /^At 21 Nov 2026 17:26\.$/],
  // Which of the two is Korean for it depends on the version of Node's ICU.
  ['seoul', /^At 2026년 11월 22일 (오전|AM) 7:26\.$/],
])('%s sees dates in their own time zone and language', async (person, shown) => {
  await workspace.post(DATE);
  const page = await workspace.visit(`as=${person}&in=ops`);
  expect(await wordsOf(messageWith(page, 'At ').last())).toMatch(shown);
});

test('Selecting another person switches the page to them', async () => {
  const page = await workspace.visit();
  await page.getByRole('link', { name: '김서울' }).click();
  await page
    .getByRole('link', { name: '김서울', exact: false })
    .and(page.locator('[aria-current]'))
    .waitFor();
});

test('Only its recipient sees an ephemeral message', async () => {
  await workspace.slack.command('/ask', 'in private', OPERATOR);
  const theirs = await workspace.visit('as=viewer&in=ops');
  const own = await workspace.visit('as=operator&in=ops');
  await messageWith(own, 'in private').waitFor();
  expect(await messageWith(theirs, 'in private').count()).toBe(0);
});

test('A message in another channel is counted as unread until it is seen', async () => {
  const page = await workspace.visit('as=stranger&in=ops');
  await workspace.post('an alarm', [], 'C0ALERTS');
  await page.getByRole('link', { name: 'trading-alerts 1 new' }).click();
  await messageWith(page, 'an alarm').waitFor();
  expect(await page.getByRole('link', { name: 'trading-alerts' }).textContent()).toBe('# trading-alerts');
});

test('Text from outside is never interpreted as mark-up', async () => {
  await workspace.post('<img src=x onerror=alert(1)> <javascript:alert(1)|click> &lt;script&gt;');
  const page = await workspace.visit();
  expect(await page.locator('article img, article script, article [href^=javascript]').count()).toBe(0);
});

test('Text is not interpreted as Markdown', async () => {
  const text = '# 1 is no heading\n| a | b |\n|---|---|\n2*3*4 \\* [x](y)';
  await workspace.post(text);
  const page = await workspace.visit();
  expect(await wordsOf(messageWith(page, 'is no heading'))).toBe(text);
});

test('Plain text shows mark-up characters literally, and emoji as pictures', async () => {
  await workspace.post('plain', [
    { type: 'header', text: { type: 'plain_text', text: '*not bold* <@U0VIEWER> :wave:' } },
  ]);
  const page = await workspace.visit();
  expect(await wordsOf(messageWith(page, 'not bold'))).toBe('*not bold* <@U0VIEWER> 👋');
});

test('A reconnected page shows what it missed', async () => {
  const { page, close } = await openWindow(workspace.browser, `${workspace.url}/?in=ops`);
  await page.context().setOffline(true);
  await workspace.post('missed');
  await page.context().setOffline(false);
  await messageWith(page, 'missed').waitFor();
  await close();
});
