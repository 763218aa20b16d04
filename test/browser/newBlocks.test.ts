import { richText, tableCell } from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { dataTable, numberCell } from '../../formatters/blockKit/dataTable';
import { axisChart } from '../../formatters/blockKit/dataVisualization';
import { messageWith, startWorkspace, type Workspace } from './workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace();
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const PHONE = { viewport: { width: 375, height: 740 } };

test('A chart is drawn with its title, its axes and the names of its series', async () => {
  await workspace.post('charted', [
    axisChart({
      type: 'line',
      title: 'Balance *of* <b>',
      categories: ['09:00', '10:00'],
      series: [{ name: 'live docker', values: [0, -2] }],
      xLabel: 'Time in UTC',
      yLabel: 'KRW',
    }),
  ]);
  const message = messageWith(await workspace.visit(), 'Balance *of* <b>');
  await message.getByRole('img', { name: 'Line chart' }).waitFor();
  for (const text of ['09:00', 'Time in UTC', 'KRW', 'live docker']) {
    await message.getByText(text, { exact: true }).first().waitFor();
  }
});

test('A data table shows its first rows, and the others when asked', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [tableCell(`day ${i}`), numberCell(i, `+${i}`)]);
  await workspace.post('tabled', [dataTable('Balance by day', ['Day', 'Change'], rows)]);
  const message = messageWith(await workspace.visit(), 'Balance by day');
  await message.getByRole('cell', { name: '+9', exact: true }).waitFor();
  await message.getByRole('cell', { name: '+10' }).waitFor({ state: 'hidden' });
  await message.getByText('2 more rows').click();
  await message.getByRole('cell', { name: '+10' }).waitFor();
});

test('A table cell that is a number shows its text', async () => {
  await workspace.post('numbered', [
    { type: 'table', rows: [[tableCell('Change')], [{ type: 'raw_number', value: 1.5, text: '1.5 %' }]] },
  ]);
  await messageWith(await workspace.visit(), '1.5 %').waitFor();
});

test('Folded blocks are unfolded by their heading, and a button among them works', async () => {
  let clicks = 0;
  workspace.app.action('inside', async ({ ack }) => {
    clicks += 1;
    await ack();
  });
  const button = { type: 'button' as const, action_id: 'inside', text: plain('Show it') };
  await workspace.post('folded', [
    foldedBlocks(
      'Evidence',
      [richText(['Last seen at 9.']), { type: 'actions', elements: [button] }],
      '3 lines',
    ),
  ]);
  const message = messageWith(await workspace.visit(), 'Evidence');
  await message.getByText('Last seen at 9.').waitFor({ state: 'hidden' });
  await message.getByText('Evidence').click();
  await message.getByText('Last seen at 9.').waitFor();
  await message.getByRole('button', { name: 'Show it' }).click();
  await workspace.slack.until(() => clicks === 1 || null);
});

test('What a reader unfolded stays so when the message is changed, and what is new in it is as the app wants it', async () => {
  const fold = (title: string, text: string) => foldedBlocks(title, [richText([text])]);
  const opened = { ...fold('Notes', 'One note.'), default_collapsed: false };
  const ts = await workspace.post('an alert', [fold('Background', 'Fourth such alert.')]);
  const page = await workspace.visit();
  await messageWith(page, 'Background').getByText('Background').click();
  await workspace.app.client.chat.update({
    channel: 'C0OPS',
    ts,
    text: 'acknowledged',
    blocks: [
      richText(['Acknowledged.']),
      fold('Background', 'Fourth such alert.'),
      fold('Charts', 'None.'),
      opened,
    ],
  });
  await page.getByText('Acknowledged.').waitFor();
  await page.getByText('Fourth such alert.').waitFor();
  await page.getByText('One note.').waitFor();
  await page.getByText('None.').waitFor({ state: 'hidden' });
});

test('On a phone a wide data table is no wider than the screen', async () => {
  const wide = ['Day', 'live production', 'paper production', 'shadow production', 'live staging'];
  await workspace.post('wide', [dataTable('By target', wide, [wide.map(tableCell)])]);
  const page = await workspace.visit('in=ops', PHONE);
  await messageWith(page, 'By target').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
});
