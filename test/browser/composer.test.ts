import { messageWith, startWorkspace, type Workspace } from './workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace();
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

test('A command is completed, sent and answered with the keyboard alone', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/as');
  await page.keyboard.press('Enter');
  await page.keyboard.type('with keys');
  await page.keyboard.press('Enter');
  await messageWith(page, 'You asked: with keys').waitFor();
});

test('A slash shows the commands with their descriptions', async () => {
  const page = await workspace.visit();
  await page.getByRole('combobox').fill('/');
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    expect.stringMatching(/^\/ask \[question\]\s+Answers a question$/),
    expect.stringMatching(/^\/ask-twice\s+Answers it twice$/),
    expect.stringMatching(/^\/modal\s+Opens a modal$/),
  ]);
});

test('Arrows select a command, and Tab inserts it', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  expect(await page.getByRole('combobox').inputValue()).toBe('/ask-twice ');
});

test('A click inserts a command', async () => {
  const page = await workspace.visit();
  await page.getByRole('combobox').fill('/');
  await page.getByRole('option', { name: '/modal' }).click();
  expect(await page.getByRole('combobox').inputValue()).toBe('/modal ');
});

test('Escape closes the list of commands', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('listbox').isVisible()).toBe(false);
});

test('Slackbot answers an unknown command as in Slack', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/nothing');
  await page.keyboard.press('Enter');
  await messageWith(page, '/nothing is not a valid command. In Slack, all messages').waitFor();
});

test('An answer to a command is marked as visible to the requester only', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('/ask mark');
  await page.keyboard.press('Enter');
  await messageWith(page, 'You asked: mark').getByText('Only visible to you').waitFor();
});

test('A message is posted as typed, without interpreting mark-up', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('<b>1 & 2</b> <!channel>');
  await page.keyboard.press('Enter');
  await messageWith(page, '<b>1 & 2</b> <!channel>').waitFor();
});

test('A name becomes a mention', async () => {
  const page = await workspace.visit();
  await page.keyboard.type('ask @viewer');
  await page.keyboard.press('Enter');
  await messageWith(page, 'ask @Vic Viewer').waitFor();
});

test('A command in a thread is rejected as in Slack', async () => {
  const ts = await workspace.post('parent');
  const page = await workspace.visit(`in=ops&thread=${ts}`);
  await page.keyboard.type('/ask');
  await page.keyboard.press('Enter');
  await page.getByText('/ask is not supported in threads. Sorry!').waitFor();
});

test('A reply goes into its thread and is counted in the channel', async () => {
  const ts = await workspace.post('to be replied to');
  const page = await workspace.visit(`in=ops&thread=${ts}`);
  await page.keyboard.type('here is one');
  await page.keyboard.press('Enter');
  await page.locator('#thread').getByText('here is one').waitFor();
  await page.locator('main').getByRole('link', { name: '1 reply' }).waitFor();
});
