import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationReference } from './configurationReference';
import { terminalPage } from './terminalPage';
import { webhookPage } from './webhookPage';

writeFileSync(join(__dirname, '../../docs/configuration.md'), configurationReference());
writeFileSync(join(__dirname, '../../docs/webhooks.md'), webhookPage());
void terminalPage().then((page) => writeFileSync(join(__dirname, '../../docs/terminal.md'), page));
