import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { manifestText } from '../../src/cli/manifest';
import { runArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST } from '../helpers/botUnderTest';

const manifest = readFileSync(MANIFEST, 'utf8');

describe('arbwatch manifest', () => {
  test('prints manifest.yml', async () => {
    const { code, stdout } = await runArbwatch({ args: ['manifest'] });
    expect([code, stdout.trim()]).toEqual([0, manifest.trim()]);
  });

  test('--http sends every command and every button to the address, without Socket Mode', () => {
    const { settings, features } = parse(manifestText(manifest, ['--http', 'https://bot.example.com']));
    const url = 'https://bot.example.com/slack/events';
    expect(settings.socket_mode_enabled).toBe(false);
    expect(settings.interactivity.request_url).toBe(url);
    for (const command of features.slash_commands) expect(command.url).toBe(url);
  });

  test('--open prints a link that holds the manifest', () => {
    const link = new URL(manifestText(manifest, ['--open']));
    expect(link.origin).toBe('https://api.slack.com');
    expect(parse(link.searchParams.get('manifest_yaml') ?? '')).toEqual(parse(manifest));
  });

  test.each([
    [['--http']],
    [['--http', 'http://bot.example.com']],
    [['--http', 'https://bot/x']],
    [['--what']],
  ])('says what is wrong with %j', (words) => {
    expect(() => manifestText(manifest, words)).toThrow(/https:\/\/arbwatch\.example\.com|is not an option/);
  });
});
