import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');

/** The words behind `ACL SETUSER` of a line that docs/security.md recommends: the user, with the password `least`. */
export const recommendedAcl = (user = 'arbwatch'): string[] =>
  (new RegExp(`^ACL SETUSER ${user} .*$`, 'm').exec(PAGE)?.[0] ?? '')
    .replace('PASSWORD', 'least')
    .split(' ')
    .slice(2);
