import { messageWith, startWorkspace, type Workspace } from './workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace();
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

test('a command is completed, sent and answered with the keyboard alone', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/as');
  await page.keyboard.press('Enter');
  await page.keyboard.type('with keys');
  await page.keyboard.press('Enter');
  await messageWith(page, 'You asked: with keys').waitFor();
});

test('a slash shows the commands with what they do', async () => {
  const page = await workspace.visit();
  await page.getByRole('combobox').fill('/');
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    expect.stringMatching(/^\/ask \[question\]\s+Answers a question$/),
    expect.stringMatching(/^\/ask-twice\s+Answers it twice$/),
    expect.stringMatching(/^\/modal\s+Opens a modal$/),
  ]);
});

test('arrows choose among the commands, and Tab takes one', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  expect(await page.getByRole('combobox').inputValue()).toBe('/ask-twice ');
});

test('a click takes a command', async () => {
  const page = await workspace.visit();
  await page.getByRole('combobox').fill('/');
  await page.getByRole('option', { name: '/modal' }).click();
  expect(await page.getByRole('combobox').inputValue()).toBe('/modal ');
});

test('Escape puts the list of commands away', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('listbox').isVisible()).toBe(false);
});

test('of an unknown command Slackbot says what Slack says', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/nothing');
  await page.keyboard.press('Enter');
  await messageWith(page, '/nothing is not a valid command. In Slack, all messages').waitFor();
});

test('an answer to a command is marked as visible to the requester alone', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/ask mark');
  await page.keyboard.press('Enter');
  await messageWith(page, 'You asked: mark').getByText('Only visible to you').waitFor();
});

test('a message is posted as it was typed, with no mark-up let in', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('<b>1 & 2</b> <!channel>');
  await page.keyboard.press('Enter');
  await messageWith(page, '<b>1 & 2</b> <!channel>').waitFor();
});

test('a name becomes a mention', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('ask @viewer');
  await page.keyboard.press('Enter');
  await messageWith(page, 'ask @Vic Viewer').waitFor();
});

test('a command in a thread is refused as Slack does', async () => {
  const ts = await workspace.post('parent');
  const page = await workspace.visit(`in=ops&thread=${ts}`);
  await page.keyboard.type('/ask');
  await page.keyboard.press('Enter');
  await page.getByText('/ask is not supported in threads. Sorry!').waitFor();
});

test('a reply goes into its thread and is counted in the channel', async () => {
  const ts = await workspace.post('to be replied to');
  const page = await workspace.visit(`in=ops&thread=${ts}`);
  await page.keyboard.type('here is one');
  await page.keyboard.press('Enter');
  await page.locator('#thread').getByText('here is one').waitFor();
  await page.locator('main').getByRole('link', { name: '1 reply' }).waitFor();
});
