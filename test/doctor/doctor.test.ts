import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { doctorMessage, doctorText } from '../../formatters';
import { type Sandbox, startSandbox } from '../../sandbox';
import { loadBotConfig } from '../../src/config';
import { exitCodeOfFindings, type Finding } from '../../src/doctor/finding';
import { runDoctor } from '../../src/doctor/runDoctor';
import { systemClock } from '../../src/lib/clock';
import { seen } from '../helpers/alertHarness';
import { MANIFEST } from '../helpers/botUnderTest';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const HEARTBEAT = 'paper:docker:arbitrage:heartbeat:trader';

let slack: Sandbox;
let redis: RedisServer;
beforeAll(async () => {
  [slack, redis] = await Promise.all([
    startSandbox({ manifest: MANIFEST }),
    startRedis({ args: ['--appendonly', 'yes'] }),
  ]);
});
afterAll(() => Promise.all([slack.stop(), redis.stop()]));
beforeEach(async () => {
  await redis.client().flushall();
  await redis.client().set(HEARTBEAT, new Date().toISOString(), 'PX', 60_000);
});
afterEach(() => slack.heal());

type Settings = Readonly<Record<string, string>>;

const settingsOf = (changed: Settings): Settings => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  REDIS_URL: redis.url,
  ALERT_CHANNEL: 'C0ALERTS',
  OPERATORS: 'U0OPERATOR',
  PORT: '0',
  ...changed,
});

async function examine(changed: Settings = {}): Promise<{ findings: readonly Finding[]; text: string }> {
  const settings = settingsOf(changed);
  const findings = await runDoctor(loadBotConfig(settings), {
    clock: systemClock,
    log: keptLog().log,
    settings,
    nodeVersion: process.versions.node,
  });
  return { findings, text: doctorText(findings, 'UTC') };
}

const wrongIn = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ check, is, level }) => `${level} ${check} ${is}`);

test('A set-up in which everything works has no error and no warning, and leaves no message behind', async () => {
  const { findings, text } = await examine();
  expect(wrongIn(findings)).toEqual([]);
  expect(exitCodeOfFindings(findings)).toBe(0);
  expect(text).toContain('Trader paper:docker last wrote at');
  expect(text).toContain('Everything that the bot needs works.');
  expect(slack.seenBy('operator', 'trading-alerts')).toEqual([]);
});

interface Wrong {
  readonly set?: Settings;
  readonly before?: () => unknown;
  readonly after?: () => unknown;
  readonly found: string;
  /** A part of what to do. */
  readonly fix: RegExp;
}

const reject = (method: string, error: string) => () => slack.fail(method, { error });
const config = (name: string, value: string) => () => redis.client().config('SET', name, value);

/** With a Redis user who may do everything but these commands. */
const asUserWithout = (...denied: readonly string[]) => ({
  before: () =>
    redis.client().call('ACL', 'SETUSER', 'reader', 'on', '>pw', 'resetkeys', '~*', '&*', '+@all', ...denied),
  set: {
    get REDIS_URL() {
      return redis.url.replace('redis://', 'redis://reader:pw@');
    },
  },
});

describe('A set-up that looks healthy and is not is named in one line with what to do about it:', () => {
  test.each<[string, Wrong]>([
    [
      'a bot token that was revoked',
      {
        before: reject('auth.test', 'token_revoked'),
        found: 'error bot_token rejected',
        fix: /Install the app again/,
      },
    ],
    [
      'an app token of another app',
      { set: { SLACK_APP_TOKEN: 'xapp-1-A0-1-unknown' }, found: 'error app_token rejected', fix: /→ / },
    ],
    [
      'Slack that cannot be reached',
      {
        set: { SLACK_API_URL: 'http://127.0.0.1:1/api/' },
        found: 'error bot_token no_answer',
        fix: /DNS, firewall, proxy/,
      },
    ],
    [
      'a channel to which the bot was not invited',
      { set: { ALERT_CHANNEL: 'C0LOUNGE' }, found: 'error channel rejected', fix: /\/invite @arbwatch/ },
    ],
    [
      'a channel that does not exist',
      { set: { ALERT_CHANNEL: 'C0NOWHERE' }, found: 'error channel rejected', fix: /Copy the id/ },
    ],
    [
      'an archived fallback channel',
      { set: { ALERT_FALLBACK_CHANNEL: 'C0OLDDESK' }, found: 'error channel rejected', fix: /Unarchive/ },
    ],
    [
      'a channel whose history may not be read',
      {
        before: reject('conversations.history', 'missing_scope'),
        found: 'warning channel no_history',
        fix: /channels:history/,
      },
    ],
    [
      'a message that cannot be deleted',
      {
        before: reject('chat.delete', 'cant_delete_message'),
        found: 'warning channel not_deleted',
        fix: /by hand/,
      },
    ],
    [
      'no alert channel',
      { set: { ALERT_CHANNEL: '' }, found: 'warning alert_channel not_set', fix: /id of a channel/ },
    ],
    ['no operators', { set: { OPERATORS: '' }, found: 'warning operators nobody', fix: /user groups/ }],
    [
      'a Redis that is not there',
      {
        set: { REDIS_URL: 'redis://127.0.0.1:1' },
        found: 'error redis unavailable',
        fix: /localhost is the container itself/,
      },
    ],
    [
      'a Redis without TLS that is asked for it',
      {
        set: {
          get REDIS_URL() {
            return redis.url.replace('redis:', 'rediss:');
          },
        },
        found: 'error redis unavailable',
        fix: /TLS/,
      },
    ],
    [
      'a Redis that nobody named',
      { set: { REDIS_URL: '' }, found: 'warning redis_place default', fix: /Set REDIS_URL/ },
    ],
    [
      'a database with no trader in it',
      {
        set: {
          get REDIS_URL() {
            return `${redis.url}/5`;
          },
        },
        found: 'error traders none',
        fix: /database number/,
      },
    ],
    [
      'another key prefix than the traders',
      { set: { STATE_KEY_PREFIX: 'other' }, found: 'error traders none', fix: /STATE_KEY_PREFIX/ },
    ],
    [
      'a wrong password',
      {
        set: {
          get REDIS_URL() {
            return redis.url.replace('redis://', 'redis://nobody:x@');
          },
        },
        found: 'error redis unavailable',
        fix: /password/,
      },
    ],
    [
      'a Redis user who may not read hashes',
      {
        ...asUserWithout('-hmget', '-hscan'),
        found: 'error redis_rights denied',
        fix: /hmget, hscan/,
      },
    ],
    [
      'a Redis user who may not write what the bot keeps',
      {
        ...asUserWithout('-zadd', '-xadd'),
        found: 'error store_rights denied',
        fix: /zadd, xadd/,
      },
    ],
    [
      'a Redis that takes no writes',
      {
        before: config('min-replicas-to-write', '1'),
        after: config('min-replicas-to-write', '0'),
        found: 'error store_rights refused',
        fix: /STORE_REDIS_URL/,
      },
    ],
    [
      'a Redis that evicts keys of any kind',
      {
        before: async () => [
          await config('maxmemory', '100mb')(),
          await config('maxmemory-policy', 'allkeys-lru')(),
        ],
        after: async () => [
          await config('maxmemory', '0')(),
          await config('maxmemory-policy', 'noeviction')(),
        ],
        found: 'error eviction evicts',
        fix: /noeviction or volatile-lru/,
      },
    ],
    [
      'a store of another bot',
      {
        before: () => redis.client().set('{arbwatch}:owner', 'somebodyelse'),
        found: 'error store_rights foreign',
        fix: /STORE_PREFIX/,
      },
    ],
    [
      'a ping address that leads nowhere',
      {
        set: { DEADMAN_PING_URL: 'http://127.0.0.1:1/ping' },
        found: 'error deadman unreachable',
        fix: /may connect/,
      },
    ],
    [
      'a proxy that Node does not use',
      { set: { HTTPS_PROXY: 'http://proxy:3128' }, found: 'warning proxy unused', fix: /NODE_USE_ENV_PROXY/ },
    ],
  ])('%s', async (_, { set = {}, before, after, found, fix }) => {
    await before?.();
    const { findings, text } = await examine(set);
    await after?.();
    expect(wrongIn(findings)).toContain(found);
    expect(text).toMatch(fix);
    expect(exitCodeOfFindings(findings)).toBeGreaterThanOrEqual(found.startsWith('error') ? 2 : 1);
  });

  test('a port that another program has taken', async () => {
    const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { findings } = await examine({ PORT: String((other.address() as AddressInfo).port) });
    await new Promise((resolve) => other.close(resolve));
    expect(wrongIn(findings)).toEqual(['error port taken']);
  });
});

test('The message for Slack says what is wrong first, and all of it in its text', async () => {
  const { findings } = await examine({ ALERT_CHANNEL: 'C0LOUNGE' });
  const message = doctorMessage(findings, { now: new Date(), zone: 'UTC' });
  expect(message.text).toMatch(/^1 error, 0 warnings\. .*not_in_channel.*\/invite @arbwatch/);
  expect(seen(message).shown).toMatch(/^arbwatch doctor: 1 error, 0 warnings\./);
});
