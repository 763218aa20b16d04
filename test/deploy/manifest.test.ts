import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { manifestText } from '../../src/cli/manifest';
import { isSettingName } from '../../src/config/schema/settings';
import { runArbwatch } from '../helpers/arbwatchProcess';
import { MANIFEST } from '../helpers/botUnderTest';

const file = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const manifest = readFileSync(MANIFEST, 'utf8');

describe('The image', () => {
  const lines = file('Dockerfile').split('\n');

  test('is built on one base', () => {
    const bases = lines.flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(bases).size).toBe(1);
  });

  test('asks for its health on the port that is configured, wherever it is configured', () => {
    expect(lines.find((line) => line.startsWith('HEALTHCHECK'))).toContain('dist/src/healthcheck.js');
    expect(file('src/healthcheck.ts')).toContain('loadBotConfig');
  });
});

describe('Kubernetes', () => {
  const [container] = parse(file('deploy/kubernetes/arbwatch.yaml')).spec.template.spec.containers;

  test('asks for life and readiness where the bot answers', () => {
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
  });

  test('gives the bot no rights and a file system that it cannot write', () => {
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

test.each(['compose.yaml', 'deploy/compose.redis.yaml'])('%s sets only settings that there are', (path) => {
  const { arbwatch } = parse(file(path)).services;
  expect(Object.keys(arbwatch.environment ?? {}).filter((name) => !isSettingName(name))).toEqual([]);
});

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
