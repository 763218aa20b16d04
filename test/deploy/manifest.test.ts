import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { runArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST } from '../helpers/botUnderTest';
import { cliHarness } from '../helpers/cliHarness';

const manifest = readFileSync(MANIFEST, 'utf8');

describe('arbwatch manifest', () => {
  const printed = async (...args: string[]): Promise<string> => {
    const cli = cliHarness();
    expect(await cli.run('manifest', ...args)).toBe(0);
    return cli.stdout.join('');
  };

  test('prints manifest.yml', async () => {
    const { code, stdout } = await runArbwatch({ args: ['manifest'] });
    expect([code, stdout.trim()]).toEqual([0, manifest.trim()]);
  });

  test('--http sends every command and every button to the address, without Socket Mode', async () => {
    const { settings, features } = parse(await printed('--http', 'https://bot.example.com'));
    const url = 'https://bot.example.com/slack/events';
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.interactivity.request_url).toBe(url);
    for (const command of features.slash_commands) expect(command.url).toBe(url);
  });

  test('--open prints a link that holds the manifest', async () => {
    const link = new URL(await printed('--open'));
    expect(link.origin).toBe('https://api.slack.com');
    expect(parse(link.searchParams.get('manifest_yaml') ?? '')).toEqual(parse(manifest));
  });

  test.each([
    [['--http'], 'argument missing'],
    [['--http', 'http://bot.example.com'], 'such as https://arbwatch.example.com'],
    [['--http', 'https://bot/x'], 'such as https://arbwatch.example.com'],
    [['--what'], "unknown option '--what'"],
    [['more'], 'too many arguments'],
  ])('says what is wrong with %j, and ends with 2', async (args, wrong) => {
    const cli = cliHarness();
    expect(await cli.run('manifest', ...args)).toBe(2);
    expect([cli.stdout, cli.stderr.join('')]).toEqual([[], expect.stringContaining(wrong)]);
  });
});
