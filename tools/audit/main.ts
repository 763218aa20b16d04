import { spawnSync } from 'node:child_process';
import { verdictOf } from './verdict';

/**
 * `npm audit`, with an end that tells a hole from a registry that does not answer: 1 for a hole of high severity or
 * more; 0 where there is none, and where nobody answered, which is printed as such: what is known elsewhere on a day is no
 * property of this code.
 */
const { stdout } = spawnSync('npm', ['audit', '--json', '--audit-level=high'], { encoding: 'utf8' });
const verdict = verdictOf(stdout ?? '');
switch (verdict.kind) {
  case 'clean':
    process.stdout.write(`No hole of high severity is known in ${verdict.packages} packages.\n`);
    break;
  case 'holes':
    process.stdout.write(`Known holes:\n${verdict.lines.map((line) => `  ${line}\n`).join('')}`);
    process.exitCode = 1;
    break;
  case 'unanswered':
    process.stdout.write(`NOT AUDITED: the registry did not answer: ${verdict.why}\n`);
    break;
}
