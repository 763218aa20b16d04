import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationReference } from '../../tools/docs/configurationReference';

test('docs/configuration.md says what the settings say; `npm run docs` writes it', () => {
  const written = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');
  expect(written).toBe(configurationReference());
});
