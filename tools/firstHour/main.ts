import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { machineTable } from '../bench/machine';
import { progress } from '../bench/progress';
import { tableText } from '../bench/table';
import { Debian } from './debian';
import { type Measured, pageText } from './report';
import { demoAnswers, workspaceAnswers } from './stages';

const REPOSITORY = join(__dirname, '../..');
const PAGE = join(REPOSITORY, 'docs/first-hour.md');

const USAGE = `Usage: npm run first-hour                      measures it, in a bare Debian that it makes in a folder
       npm run first-hour -- --write           writes docs/first-hour.md, too
       npm run first-hour -- --without-tests   leaves out npm test, which takes longest
       npm run first-hour -- --root FOLDER     takes the Debian that is there, or makes it there

Needs root, debootstrap, redis-server and a network. What it clones is the last commit of this repository.
`;

interface Options {
  readonly writes: boolean;
  readonly withTests: boolean;
  readonly root: string;
}

function optionsIn(args: readonly string[]): Options | null {
  const root = args[args.indexOf('--root') + 1];
  const rest = args.includes('--root') ? args.filter((arg) => arg !== '--root' && arg !== root) : args;
  if (rest.some((arg) => !['--write', '--without-tests'].includes(arg))) return null;
  if (process.getuid?.() !== 0) return null;
  return {
    writes: rest.includes('--write'),
    withTests: !rest.includes('--without-tests'),
    root: args.includes('--root') ? (root ?? '') : join(tmpdir(), 'arbwatch-first-hour'),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const options = optionsIn(args);
  if (options === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  progress('a bare Debian');
  const debian = await Debian.open(options.root);
  try {
    const when = systemClock.now();
    const { head, rows } = machineTable();
    const machine = tableText({ head, rows: rows.filter(([name]) => name !== 'Node' && name !== 'Redis') });
    const system = `${await debian.name()}, Node ${await debian.version('node')}, npm ${await debian.version('npm')}`;
    const measured = await measure(debian, options);
    const page = pageText({ measured, machine, system, when });
    process.stdout.write(`${page}\n`);
    if (options.writes) writeFileSync(PAGE, page);
    return 0;
  } finally {
    debian.close();
  }
}

async function measure(debian: Debian, { withTests }: Options): Promise<Measured> {
  debian.showSource(REPOSITORY);
  const home = debian.newFolder();
  const folder = `${home}/arbwatch`;
  const time = async (what: string, work: () => Promise<unknown>): Promise<number> => {
    progress(what);
    const startedMs = performance.now();
    await work();
    return (performance.now() - startedMs) / 1000;
  };
  try {
    await debian.run(home, 'rm -rf /root/.npm');
    return {
      cloneS: await time('git clone', () => debian.run(home, 'git clone -q /source.bundle arbwatch')),
      installS: await time('npm ci', () => installed(debian, folder)),
      demoS: await time('npm start, and the first answer', () => demoAnswers(debian, folder)),
      workspaceS: await time('a workspace', () => workspaceAnswers(debian, folder)),
      commit: (await debian.run(folder, 'git rev-parse --short HEAD')).trim(),
      testsS: withTests ? await time('npm test', () => debian.run(folder, 'npm test')) : null,
    };
  } finally {
    debian.remove(home);
  }
}

/** Throws where npm warns of anything but that Slack's packages ask for a newer npm than Debian has. */
async function installed(debian: Debian, folder: string): Promise<void> {
  const printed = await debian.run(folder, 'npm ci 2>&1');
  const warnings = printed.split('\n').filter((line) => /npm warn/i.test(line) && !isOfOldNpm(line));
  if (warnings.length > 0) throw new Error(`npm ci warns:\n${warnings.join('\n')}`);
}

const isOfOldNpm = (line: string): boolean =>
  /EBADENGINE(?: Unsupported engine \{| +package: .@slack\/| +required: .*npm| +current: .*npm: .9\.| \})/.test(
    line,
  );

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
