import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');

test.each(Object.keys({ ...dependencies, ...devDependencies }))(
  'docs/dependencies.md says why %s is here',
  (name) => {
    const shown = name.startsWith('@types/') ? '@types/*' : name;
    expect(page).toContain(`\`${shown}\``);
  },
);
