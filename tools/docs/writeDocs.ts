import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationReference } from './configurationReference';

writeFileSync(join(__dirname, '../../docs/configuration.md'), configurationReference());
