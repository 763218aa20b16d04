import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { metaOf } from '../../src/config/schema/setting';
import { SETTING_NAMES, SETTINGS } from '../../src/config/schema/settings';
import { HTTP_LIMITS } from '../../src/http/server';
import { BODY_LIMIT_BYTES } from '../../src/slack/inbound/requestVerification';
import { MANIFEST } from '../helpers/botUnderTest';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

describe('docs/security.md', () => {
  test('is linked from the README', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/security.md)');
  });

  test('explains exactly the scopes of the manifest', () => {
    const scopes: string[] = parse(readFileSync(MANIFEST, 'utf8')).oauth_config.scopes.bot;
    const table = PAGE.slice(PAGE.indexOf('## What it can do in Slack'), PAGE.indexOf('## Who may do what'));
    const cells = table
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|')[1] ?? '');
    const told = cells.flatMap((cell) => cell.match(/(?<=`)[a-z_:]+(?=`)/g) ?? []);
    // The app token's own, which no manifest asks for.
    expect(told.sort()).toEqual([...scopes, 'connections:write'].sort());
  });

  test('names exactly the events of the manifest', () => {
    const { bot_events: events } = parse(readFileSync(MANIFEST, 'utf8')).settings.event_subscriptions;
    const sentence = /It subscribes to four events: [\s\S]*?\n\n/.exec(PAGE)?.[0] ?? '';
    const told = sentence.match(/(?<=`)[a-z]+[._][a-z_.]+(?=`)/g) ?? [];
    expect(told.sort()).toEqual([...events].sort());
  });

  test('says for every secret what a thief could do with it', () => {
    const table = PAGE.slice(PAGE.indexOf('## When a secret is stolen'), PAGE.indexOf('## Reporting a hole'));
    const secrets = SETTING_NAMES.filter((name) => metaOf(SETTINGS[name]).secret);
    const named = secrets.filter((name) => !/^(STORE_)?REDIS_/.test(name));
    expect(named.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
    expect(table).toContain('the Redis password');
  });

  test('states the real limits of the HTTP server', () => {
    const { requestMs, idleTimeoutMs, connections } = HTTP_LIMITS;
    const refused = PAGE.slice(PAGE.indexOf('## What is refused'), PAGE.indexOf('## The container'));
    expect(refused).toContain(`a body of more than ${BODY_LIMIT_BYTES / 1024 / 1024} MB`);
    expect(refused).toContain(`not complete within ${requestMs / 1000} s`);
    expect(refused).toContain(`without traffic for ${idleTimeoutMs / 1000} s`);
    expect(refused).toContain(`more than ${connections} connections`);
  });

  test('names no e-mail address', () => {
    expect(PAGE).not.toMatch(/[\w.]+@(?!host)[\w-]+\.\w+/);
  });
});
