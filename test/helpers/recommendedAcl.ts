import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');

/** The words behind `ACL SETUSER` of the line that docs/security.md recommends: the user `arbwatch`, its password `least`. */
export const recommendedAcl = (): string[] =>
  (/^ACL SETUSER .*$/m.exec(PAGE)?.[0] ?? '').replace('PASSWORD', 'least').split(' ').slice(2);
