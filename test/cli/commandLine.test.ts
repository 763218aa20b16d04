import { catalogues } from '../../formatters/text/catalogue';
import { ko } from '../../formatters/text/ko';
import { CLI_COMMANDS } from '../../src/cli/commands';
import { type CliHarness, cliHarness } from '../helpers/cliHarness';
import { standInCatalogue } from '../helpers/standInCatalogue';

const NAMES = CLI_COMMANDS.map(({ name }) => name);

describe('The command line', () => {
  let cli: CliHarness;
  beforeEach(() => {
    cli = cliHarness();
  });
  const shown = (): string => cli.stdout.join('');
  const told = (): string => cli.stderr.join('');

  test.each([[['--help']], [['-h']], [['help']]])(
    'shows every command and the exit codes with %j',
    async (args) => {
      expect(await cli.run(...args)).toBe(0);
      for (const name of NAMES) expect(shown()).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      for (const code of ['0  fine', '1  it could', '2  the command line'])
        expect(shown()).toContain(`\n  ${code}`);
      expect(cli.stderr).toEqual([]);
    },
  );

  test.each(NAMES)('shows the options and the exit codes of %s', async (name) => {
    expect(await cli.run(name, '--help')).toBe(0);
    const first = shown();
    expect(first).toContain(`Usage: arbwatch ${name} `);
    expect(first).toMatch(/\nExit codes:\n {2}0 {2}/);
    expect(first).toContain('--no-color');
    cli.stdout.length = 0;
    await cli.run('help', name);
    expect(shown()).toBe(first);
  });

  test('prints the version', async () => {
    expect(await cli.run('--version')).toBe(0);
    expect(shown()).toBe('1.2.3\n');
  });

  test.each([
    [['statsu'], "unknown command 'statsu'\n(Did you mean status?)"],
    [['wacth'], "unknown command 'wacth'\n(Did you mean watch?)"],
    [['status', '--jsno'], "unknown option '--jsno'\n(Did you mean --json?)"],
    [['watch', '--intreval', '5'], "unknown option '--intreval'\n(Did you mean --interval?)"],
    [['paper'], "unknown command 'paper'"],
    [['run', 'now'], 'too many arguments'],
    [['doctor', 'redis'], 'too many arguments'],
    [['--jsno'], "unknown option '--jsno'"],
  ])('suggests what %j may have meant, and ends with 2', async (args, wrong) => {
    expect(await cli.run(...args)).toBe(2);
    expect(shown()).toBe('');
    expect(told()).toContain(`error: ${wrong}`);
    expect(told()).toContain('arbwatch --help lists all commands');
  });

  test.each([
    ['--target paperr', "'paperr' is invalid. It is not one of live, paper, shadow, tuning."],
    ['--env=', "'' is invalid. It is empty"],
    ['--target tuning', '--target tuning needs --session-id'],
    ['--target tuning --session-id=', '--target tuning needs --session-id'],
    ['--target live --mode paper', '--mode paper does not go with --target live'],
    ['--interval 0', "'0' is invalid. It is not a number of seconds above 0."],
    ['--interval -1', '--interval'],
    ['--interval soon', "'soon' is invalid. It is not a number of seconds above 0."],
    ['--interval 1e9', "'1e9' is invalid. It is not a number of seconds above 0."],
    ['--interval 9999999', "'9999999' is invalid. It is longer than 86400 seconds"],
    ['--interval 5 --once', 'Either --once, or --interval'],
    ['--total-iterations 1.5', "'1.5' is invalid. It is not a whole number above 0"],
    ['--total-iterations 99999999999999999', 'is invalid. It is not a whole number above 0'],
    ['--colour', "unknown option '--colour'"],
    ['paper --target live', 'by words or by --target'],
    ['paper docker lab', 'Usage: arbwatch watch'],
  ])('refuses watch %s, with what is wrong, and ends with 2', async (line, wrong) => {
    expect(await cli.run('watch', ...line.split(' '))).toBe(2);
    expect(shown()).toBe('');
    expect(told()).toContain(wrong);
  });

  test.each(['--target=live', '--target LIVE', '--target live --mode live'])(
    'takes %s for the live trader',
    async (line) => {
      await cli.run('watch', ...line.split(' '), '--json');
      expect(JSON.parse(shown())).toMatchObject({ mode: 'live', env: 'docker' });
    },
  );

  test('takes a session id that starts with a dash after an equals sign', async () => {
    await cli.run('watch', '--session-id=-x');
    expect(shown()).toContain('-x');
  });

  test.each([
    [
      ['status', 'dockr'],
      'dockr is not a mode or an env',
      'Usage: arbwatch status [live|paper|shadow] [env]',
    ],
    [['tuning', 'd28', 'many'], 'many is not a total', 'Usage: arbwatch tuning <session> [total]'],
    [['status', 'live', 'paper'], 'paper is a second mode', 'Usage: arbwatch status'],
  ])('tells of %j what is wrong and how to type it, and ends with 2', async (args, wrong, usage) => {
    expect(await cli.run(...args)).toBe(2);
    expect([shown(), told()]).toEqual(['', expect.stringContaining(wrong)]);
    expect(told()).toContain(usage);
  });
});

describe('The language of the terminal', () => {
  beforeEach(() => {
    catalogues.ko = standInCatalogue;
  });
  afterEach(() => {
    catalogues.ko = ko;
  });

  test.each([
    ['--lang', ['status', '--lang', 'ko'], {}],
    ['--lang= before the command', ['--lang=ko', 'status'], {}],
    ['LANGUAGE', ['status'], { LANGUAGE: 'ko' }],
    ['LANGUAGE in the help', ['status', '--help'], { LANGUAGE: 'ko' }],
  ])('is that of %s', async (_, args, env) => {
    const cli = cliHarness();
    Object.assign(cli.env, env);
    expect(await cli.run(...args)).toBe(0);
    expect(cli.stdout.join('')).toContain('«');
  });

  test('is English otherwise, and --lang comes before LANGUAGE', async () => {
    const cli = cliHarness();
    await cli.run('status');
    cli.env.LANGUAGE = 'ko';
    await cli.run('status', '--lang', 'en');
    expect(cli.stdout.join('')).not.toContain('«');
  });

  test('that does not exist is refused with those that there are', async () => {
    const cli = cliHarness();
    expect(await cli.run('status', '--lang', 'de')).toBe(2);
    expect(cli.stderr.join('')).toContain('Allowed choices are en, ko.');
  });
});
