import { ConfigError } from '../../src/config';
import { configFile } from '../../src/config/file';
import { type CliHarness, cliHarness } from '../helpers/cliHarness';
import { rehearsedPast } from '../helpers/rehearsedPast';

const FILES: Readonly<Record<string, string>> = {
  'new.yaml': 'rules: { no_sign_of_life: { stale_after: 13m } }\ntargets: { live:production: }',
  'bad.yaml': 'rules:\n  no_sign_of_lif: { stale_after: 2m }\n  balance_drop: { percent: -3 }',
};

async function harness(): Promise<CliHarness> {
  const { history, clock } = await rehearsedPast(
    {
      'paper:docker': {
        silent: [
          [100, 98],
          [60, 30],
        ],
      },
    },
    { since: 60 * 5 },
  );
  const cli = cliHarness({ clock, history });
  cli.env.ALERT_CHANNEL = 'C0ALERTS';
  const { input } = cli.cli;
  const read = (name: string) => ({ env: cli.env, file: configFile(name, FILES[name] ?? '') });
  Object.assign(cli.cli, { input: (name?: string) => (name === undefined ? input() : read(name)) });
  return cli;
}

test('It prints what would have been missed and what would have come later, in the words of Slack', async () => {
  const cli = await harness();
  expect(await cli.run('rehearse', '--config', 'new.yaml', '--since', '2h')).toBe(0);
  const shown = cli.stdout.join('');
  expect(shown).toContain('1 alert instead of 2, last 2 h');
  expect(shown).toMatch(/You would have missed\n. Down: paper docker/);
  expect(shown).toContain('11 min later');
  expect(shown).toContain('Nothing is recorded of live production');
});

test('It prints the same as JSON, with every alert', async () => {
  const cli = await harness();
  expect(await cli.run('rehearse', 'stale_after=13m', '--since', '2h', '--json')).toBe(0);
  const report = JSON.parse(cli.stdout.join(''));
  expect(report).toMatchObject({
    before: { alerts: 2 },
    after: { alerts: 1 },
    missed: [{ alert: { rule: 'no_sign_of_life', targets: ['paper:docker'] }, lasts: false }],
    changes: [{ kind: 'value', path: 'rules › no_sign_of_life › stale_after', to: '13m' }],
  });
});

test('All problems of the new file are listed at once, as check-config lists them', async () => {
  const cli = await harness();
  const failure = cli.run('rehearse', '--config', 'bad.yaml').catch((error: unknown) => error);
  const error = await failure;
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).message).toMatch(/2 problems.*balance_drop.*no_sign_of_lif/s);
});

test.each([
  [['rehearse'], 'Say what to rehearse'],
  [['rehearse', 'stale_after'], 'no setting with its value'],
  [['rehearse', 'stale_after=2m', '--since', '2027-01-01'], 'no time that is past'],
])('%j ends with 2 and what to type instead', async (words, expected) => {
  const cli = await harness();
  expect(await cli.run(...words)).toBe(2);
  expect(cli.stderr.join('')).toContain(expected);
});

test('It ends with 1 where no history is kept', async () => {
  const cli = cliHarness();
  cli.env.ALERT_CHANNEL = 'C0ALERTS';
  expect(await cli.run('rehearse', 'stale_after=2m')).toBe(1);
  expect(cli.stderr.join('')).toContain('no history is kept');
});

test('It ends with 1 where nobody would be alerted', async () => {
  const cli = await harness();
  delete cli.env.ALERT_CHANNEL;
  expect(await cli.run('rehearse', 'stale_after=2m')).toBe(1);
  expect(cli.stderr.join('')).toContain('No alert channel is set');
});
