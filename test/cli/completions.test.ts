import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram } from '../../src/cli/commandLine';
import { CLI_COMMANDS } from '../../src/cli/commands';
import { cliHarness } from '../helpers/cliHarness';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What makes a shell complete, as `arbwatch completions` prints it. */
async function scriptFor(shell: string): Promise<string> {
  const cli = cliHarness();
  expect(await cli.run('completions', shell)).toBe(0);
  return cli.stdout.join('');
}

test.each(SHELLS)('Completions for %s have every command and every option', async (shell) => {
  const script = await scriptFor(shell);
  const dash = shell === 'fish' ? '-l ' : '--';
  for (const command of createProgram(cliHarness().cli).commands) {
    expect(script).toContain(command.name());
    for (const { long } of command.options) expect(script).toContain(dash + long?.slice(2));
  }
});

const NAMES = CLI_COMMANDS.map(({ name }) => name);
const TYPED: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [[''], [...NAMES, 'help']],
  [['wat'], ['watch']],
  [
    ['watch', '--target', ''],
    ['live', 'paper', 'shadow', 'tuning'],
  ],
  [['watch', '--target', 'sh'], ['shadow']],
  [['watch', '--sess'], ['--session-id']],
  [['watch', 'tun'], ['tuning']],
  [['status', '--js'], ['--json']],
  [['alerts', 'his'], ['history']],
  [
    ['completions', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['help', 'doc'], ['doctor']],
  [
    ['status', '--lang', ''],
    ['en', 'ko'],
  ],
];

describe.each(SHELLS.filter(isInstalled))('In %s', (shell) => {
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'arbwatch-completions-'));
    writeFileSync(join(dir, 'script'), await scriptFor(shell));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const run = (...args: string[]) => spawnSync(shell, args, { cwd: dir, encoding: 'utf8' });
  /** What the shell offers for the last of these words; null for zsh, of which nobody learns that but at its prompt. */
  const offered = (words: readonly string[]): string[] | null => {
    const typed = ['arbwatch', ...words];
    const code = {
      bash: `COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _arbwatch; printf '%s\n' "\${COMPREPLY[@]}"`,
      fish: `complete -C '${typed.join(' ')}'`,
      zsh: null,
    }[shell];
    if (code === null) return null;
    const { stdout } = run('-c', `source ./script; ${code}`);
    return stdout
      .split('\n')
      .map((each) => each.replace(/\t.*/, ''))
      .filter((each) => each !== '' && !/^--(?:help|version|no-color|lang)$/.test(each))
      .sort();
  };

  test('they are of a form that the shell reads', () => {
    const { status, stderr } = run('-n', './script');
    expect([status, stderr]).toEqual([0, '']);
  });

  test.each(TYPED)('%j is completed to %j', (words, expected) => {
    const all = [...expected].sort();
    expect(offered(words) ?? all).toEqual(all);
  });
});

test('Another shell is refused with those that there are', async () => {
  const cli = cliHarness();
  expect(await cli.run('completions', 'powershell')).toBe(2);
  expect(cli.stderr.join('')).toContain('Allowed choices are bash, zsh, fish.');
});
