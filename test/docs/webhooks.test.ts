import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webhookPage } from '../../tools/docs/webhookPage';

test('docs/webhooks.md shows what webhooks send; `npm run docs` writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/webhooks.md'), 'utf8')).toBe(webhookPage());
});
