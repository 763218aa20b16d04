import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalPage } from '../../tools/docs/terminalPage';

test('docs/terminal.md shows what the commands print; `npm run docs` writes it', async () => {
  expect(readFileSync(join(__dirname, '../../docs/terminal.md'), 'utf8')).toBe(await terminalPage());
});
