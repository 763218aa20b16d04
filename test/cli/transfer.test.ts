import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeState } from '../../src/alerting';
import { encodeMessageRef, encodeNotification } from '../../src/notify/model/codec';
import { connectStores, type Stores } from '../../src/storage/connect';
import { cliHarness } from '../helpers/cliHarness';
import { settableClock } from '../helpers/clock';
import { knownWith, NIGHT, open } from '../helpers/incidents';
import { keptLog } from '../helpers/log';
import { event } from '../helpers/notifications';
import { singleConfig } from '../helpers/openedState';
import { startCluster } from '../helpers/redisGroups';
import { type RedisServer, startRedis } from '../helpers/redisServer';

jest.setTimeout(60_000);

const SESSION = { sessionId: 'd28', env: 'docker', mode: 'paper' } as const;
const NOTE = {
  id: 'k3f9',
  target: 'paper:docker',
  at: NIGHT,
  amount: -5,
  reason: 'withdrawal',
  userId: 'U0OPERATOR',
};
const WAITING = encodeNotification(event('event:1'));

let redis: RedisServer;
let dir: string;
let stores = 0;
const opened: Stores[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'arbwatch-transfer-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  rmSync(dir, { recursive: true });
});

/** A store of its own in the one Redis. */
function newStore(): string {
  stores += 1;
  return `store-${stores}`;
}
const storesOf = (botPrefix: string): Stores => {
  const connected = connectStores(singleConfig(redis), {
    clock: settableClock(NIGHT),
    log: keptLog().log,
    botPrefix,
  });
  opened.push(connected);
  return connected;
};
/** A store in which a bot kept something of every kind. */
async function filled(): Promise<string> {
  const name = newStore();
  const { alertStore, botStore } = storesOf(name);
  const ref = { channel: 'C0ALERTS', ts: '1.5', revision: 1, coveredUntil: null, staleMessages: [] };
  await alertStore.commit({
    from: 0,
    records: encodeState(knownWith(open)),
    enqueue: [{ id: 'event:1', text: WAITING }],
    cancel: [],
    audit: ['first', 'second'].map((target) =>
      JSON.stringify({
        at: NIGHT,
        actor: 'U0OPERATOR',
        action: { kind: 'acknowledge' },
        incident: null,
        target,
      }),
    ),
    messages: [{ incidentId: open.id, text: encodeMessageRef(ref) }],
  });
  await botStore.rememberTuningTotal(SESSION, 500);
  await botStore.addBalanceNote(NOTE);
  return name;
}
/** What a bot would read there. */
async function keptIn(name: string) {
  const { alertStore, botStore } = storesOf(name);
  const [loaded, pending, messages, audit] = await Promise.all([
    alertStore.load(),
    alertStore.pending(),
    alertStore.messageRefs(),
    alertStore.audit(10),
  ]);
  return {
    ...{ records: loaded && new Map([...loaded.records].sort()), pending, messages, audit },
    total: await botStore.tuningTotal(SESSION),
    notes: await botStore.balanceNotes(),
  };
}
async function arbwatch(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const cli = cliHarness();
  cli.clock.set(NIGHT);
  Object.assign(cli.env, { REDIS_URL: redis.url, STORE_PREFIX: name, ...env });
  const code = await cli.run(...args);
  return { code, out: cli.stdout.join(''), err: cli.stderr.join('') };
}
/** A file with what such a store holds. */
async function exported(): Promise<{ readonly file: string; readonly from: string }> {
  const [from, file] = [await filled(), join(dir, 'copy.jsonl')];
  expect((await arbwatch(from, ['export', file])).code).toBe(0);
  return { file, from };
}
const keysOf = async (name: string) => (await redis.client().keys(`{${name}}:*`)).sort();

describe('arbwatch export', () => {
  test('writes a new file that nobody else may read, and says what is in it', async () => {
    const [name, file] = [await filled(), join(dir, 'copy.jsonl')];
    const { code, out, err } = await arbwatch(name, ['export', file]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toBe(
      `Exported 2 targets, 1 open alert, 1 message in Slack, 1 waiting notification, 2 audit entries, 1 tuning total and 1 balance note from 127.0.0.1:${redis.port}/0, as {${name}} to ${file}.\nA bot checked under 1 s ago with this store: what it does from now on is not in this copy. To move it, stop it before.\n`,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      arbwatch: 'export',
      format: 1,
      version: '1.2.3',
      prefix: name,
    });
    for (const line of lines) expect(JSON.parse(line).sum).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([[['export']], [['export', '-']]])('writes to the output with %j', async (args) => {
    const { code, out, err } = await arbwatch(await filled(), args);
    expect(code).toBe(0);
    expect(out).toMatch(/^\{"arbwatch":"export"/);
    expect(err).toMatch(/^Exported 2 targets/);
  });

  test('reads only: not even whose store it is', async () => {
    const name = await filled();
    await redis.client().del(`{${name}}:owner`);
    const before = await keysOf(name);
    await arbwatch(name, ['export']);
    expect(await keysOf(name)).toEqual(before);
  });

  test('writes over no file', async () => {
    const file = join(dir, 'there');
    writeFileSync(file, 'precious');
    const { code, err } = await arbwatch(await filled(), ['export', file]);
    expect([code, err, readFileSync(file, 'utf8')]).toEqual([
      1,
      expect.stringContaining('is there already'),
      'precious',
    ]);
  });

  test('leaves no part of a file where the disk is full, and says so', async () => {
    const { code, err } = await arbwatch(await filled(), ['export', join(dir, 'no', 'such', 'folder')]);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be written: ENOENT')]);
  });

  test('says that there is nothing where there is nothing', async () => {
    const file = join(dir, 'none');
    const { code, err } = await arbwatch(newStore(), ['export', file]);
    expect([code, existsSync(file)]).toEqual([1, false]);
    expect(err).toMatch(/^There is nothing of a bot at .*STORE_REDIS_URL and STORE_PREFIX/);
  });

  test('names keys that this version does not know, and what it cannot read', async () => {
    const name = await filled();
    await redis.client().set(`{${name}}:new-thing`, '1');
    await redis.client().hset(`{${name}}:balance-notes`, 'bad', 'no note');
    const { code, err } = await arbwatch(name, ['export', join(dir, 'copy')]);
    expect(code).toBe(0);
    expect(err).toContain('Not exported, for this version does not know them: new-thing\n');
    expect(err).toContain('Left out, for it cannot be read: balance-notes bad: ');
  });

  test('ends with 1 and one line where Redis is away, and with 2 for a store in memory', async () => {
    const away = await arbwatch('x', ['export'], { REDIS_URL: 'redis://127.0.0.1:1' });
    expect([away.code, away.err.trimEnd().split('\n')]).toEqual([
      1,
      [expect.stringContaining('cannot be read')],
    ]);
    const memory = await arbwatch('x', ['export'], { REDIS_URL: 'memory:' });
    expect([memory.code, memory.err]).toEqual([2, expect.stringContaining('memory:')]);
  });
});

describe('arbwatch import', () => {
  test('puts all of it into another store, as it was', async () => {
    const { file, from } = await exported();
    const to = newStore();
    const { code, out, err } = await arbwatch(to, ['import', file]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Imported 2 targets, 1 open alert, .* as \{store-\d+\}, from the export of 2026-11-22T03:02:00.000Z by arbwatch 1\.2\.3\. Start the bot now\.\n$/,
    );
    expect(await keptIn(to)).toEqual(await keptIn(from));
    expect(await redis.client().pttl(`{${to}}:tuning-total:docker:paper:d28`)).toBeGreaterThan(
      89 * 86_400_000,
    );
  });

  test('looks up what waited before it is sent again, and holds nothing up', async () => {
    const { file } = await exported();
    const to = newStore();
    await arbwatch(to, ['import', file]);
    const claim = await storesOf(to).alertStore.claim('event:1', 'me', 1_000);
    expect(claim).toMatchObject({ text: WAITING, previousLeaseExpired: true });
  });

  test('works between a single Redis and a cluster, there and back', async () => {
    const cluster = await startCluster();
    const { file, from } = await exported();
    const nodes = cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
    const there = await arbwatch('moved', ['import', file], { STORE_REDIS_CLUSTER: nodes });
    expect([there.code, there.err]).toEqual([0, '']);
    const again = join(dir, 'again');
    expect((await arbwatch('moved', ['export', again], { STORE_REDIS_CLUSTER: nodes })).code).toBe(0);
    await cluster.stop();
    const to = newStore();
    expect((await arbwatch(to, ['import', again])).code).toBe(0);
    expect(await keptIn(to)).toEqual(await keptIn(from));
  });

  test('refuses a store that is not empty, and says what is there', async () => {
    const { file } = await exported();
    const to = await filled();
    await storesOf(to).botStore.rememberTuningTotal({ ...SESSION, sessionId: 'own' }, 7);
    const before = await keptIn(to);
    const { code, out, err } = await arbwatch(to, ['import', file]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^There is something at .* already: 2 targets, 1 open alert, .*2 tuning totals.*; the last check was under 1 s ago\. Nothing was written\./,
    );
    expect(await keptIn(to)).toEqual(before);
  });

  test('with --replace leaves nothing of what was there, and warns where a bot seems to run', async () => {
    const { file, from } = await exported();
    const to = await filled();
    await storesOf(to).botStore.rememberTuningTotal({ ...SESSION, sessionId: 'own' }, 7);
    const { code, err } = await arbwatch(to, ['import', file, '--replace']);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^A bot checked under 1 s ago with this store\. While it runs/),
    ]);
    expect(await keptIn(to)).toEqual(await keptIn(from));
    expect((await keysOf(to)).filter((key) => /:(?:own|import)$/.test(key))).toEqual([]);
  });

  test('with --dry-run checks everything and writes nothing', async () => {
    const { file } = await exported();
    const to = newStore();
    const { code, out } = await arbwatch(to, ['import', file, '--dry-run']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^The file is whole: 2 targets.* Nothing was written/),
    ]);
    expect(await keysOf(to)).toEqual([]);
  });

  test('writes nothing where Redis takes no writes', async () => {
    const { file } = await exported();
    const to = newStore();
    const client = redis.client();
    await client.config('SET', 'maxmemory', '1');
    const { code, err } = await arbwatch(to, ['import', file]);
    await client.config('SET', 'maxmemory', '0');
    expect([code, err]).toEqual([1, expect.stringContaining('out of memory')]);
    expect(await keysOf(to)).toEqual([]);
  });

  test('can be done once more, as from a script', async () => {
    const { file, from } = await exported();
    const to = newStore();
    for (let i = 0; i < 2; i++) expect((await arbwatch(to, ['import', file, '--replace'])).code).toBe(0);
    expect(await keptIn(to)).toEqual(await keptIn(from));
    const { alertStore } = storesOf(to);
    const version = await alertStore.version();
    const change = { records: new Map(), enqueue: [], cancel: [], audit: [], messages: [] };
    expect(await alertStore.commit({ from: version, ...change })).toBe(true);
  });

  const changed = (text: string, line: number, change: (line: string) => string): string =>
    text
      .split('\n')
      .map((each, i) => (i + 1 === line ? change(each) : each))
      .join('\n');
  const lineOf = (text: string, words: string): number =>
    text.split('\n').findIndex((line) => line.includes(words)) + 1;

  test.each<[string, (text: string) => string, RegExp]>([
    ['another file', () => 'REDIS_URL=redis://h\n', /line 1: this is no file that `arbwatch export` wrote/],
    ['an empty file', () => '', /line 1: this is no file/],
    [
      'a file of another format',
      (text) => text.replace('"format":1', '"format":2'),
      /line 1: it is of format 2/,
    ],
    [
      'a changed first line',
      (text) => text.replace('"version":"1.2.3"', '"version":"9"'),
      /line 1: it was changed/,
    ],
    [
      'a changed value',
      (text) => changed(text, 5, (line) => line.replace('text', 'txet')),
      /line 5: it was changed/,
    ],
    [
      'a changed figure',
      (text) => changed(text, lineOf(text, 'tuning-total'), (line) => line.replace('500', '900')),
      /line \d+: it was changed/,
    ],
    [
      'a missing line',
      (text) => changed(text, 4, () => '').replace('\n\n', '\n'),
      /line 4: it was changed, or a line before it is missing/,
    ],
    [
      'a damaged line',
      (text) => changed(text, 6, (line) => line.slice(10)),
      /line 6: it is damaged: it is no JSON/,
    ],
    [
      'a file that was cut off in a line',
      (text) => text.slice(0, text.length - 40),
      /line \d+: the file ends here/,
    ],
    [
      'a file that was cut off behind a line',
      (text) => `${text.trimEnd().split('\n').slice(0, 7).join('\n')}\n`,
      /line 7: the file ends here, without its last line/,
    ],
    ['two files in one', (text) => text + text, /line \d+: it was changed/],
  ])('refuses %s with its line, and writes nothing', async (_, damage, expected) => {
    const { file } = await exported();
    const bad = join(dir, 'bad');
    writeFileSync(bad, damage(readFileSync(file, 'utf8')));
    const to = newStore();
    const { code, out, err } = await arbwatch(to, ['import', bad]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(expected);
    expect(err).toContain(`${bad}, line`);
    expect(await keysOf(to)).toEqual([]);
  });

  test('takes a file with the line ends of Windows', async () => {
    const { file, from } = await exported();
    writeFileSync(file, `\ufeff${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`);
    const to = newStore();
    expect((await arbwatch(to, ['import', file])).code).toBe(0);
    expect(await keptIn(to)).toEqual(await keptIn(from));
  });

  test('says that a file is not there', async () => {
    const { code, err } = await arbwatch(newStore(), ['import', join(dir, 'none')]);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be read: ENOENT')]);
  });
});
