import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { HttpServers, type MetricsAccess } from '../../src/http/servers';
import { configProblemsOf } from '../helpers/configErrors';
import { type KeptLog, keptLog } from '../helpers/log';

const TOKEN = '1f6b0c5d8e7a4932b1c0d9e8f7a6b5c4';
const LOCAL = { host: '127.0.0.1', port: 0 };

let servers: HttpServers | null = null;
let log: KeptLog;
afterEach(() => servers?.stop(1_000));

/** Listens on free ports; resolves to the addresses of the bot and of its metrics. */
async function listening(access: Partial<MetricsAccess>) {
  log = keptLog();
  servers = new HttpServers(
    {
      ...LOCAL,
      readiness: async () => ({ slack: { ready: true, detail: 'connected' } }),
      alerting: () => ({}),
      metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'arbwatch_up 1\n' },
      slackEvents: (_, response) => response.end('for Slack'),
      log: log.log,
    },
    { listen: null, token: null, ...access },
  );
  const port = await servers.start();
  const metricsPort = log.lines().find(({ msg }) => msg === 'listening')?.metricsPort ?? port;
  return { bot: `http://127.0.0.1:${port}`, metrics: `http://127.0.0.1:${metricsPort}` };
}

const read = async (url: string, authorization?: string) => {
  const response = await fetch(url, { headers: authorization === undefined ? {} : { authorization } });
  return {
    status: response.status,
    text: await response.text(),
    asks: response.headers.get('www-authenticate'),
  };
};

describe('/metrics with a token', () => {
  test.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN} `])(
    'is read with it: %s',
    async (header) => {
      const { metrics } = await listening({ token: TOKEN });
      expect(await read(`${metrics}/metrics`, header)).toMatchObject({
        status: 200,
        text: 'arbwatch_up 1\n',
      });
    },
  );

  test.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['no token', 'Bearer'],
    ['no word before it', TOKEN],
    ['another scheme', `Basic ${TOKEN}`],
    ['one letter more', `Bearer ${TOKEN}x`],
    ['one letter less', `Bearer ${TOKEN.slice(1)}`],
    ['another case', `Bearer ${TOKEN.toUpperCase()}`],
    ['a word before it', `Bearer x ${TOKEN}`],
    ['the token twice', `Bearer ${TOKEN},${TOKEN}`],
    ['a long text', `Bearer ${'x'.repeat(8_000)}`],
  ])('is refused with %s', async (_, header) => {
    const { metrics } = await listening({ token: TOKEN });
    const { status, text, asks } = await read(`${metrics}/metrics`, header);
    expect([status, asks, text]).toEqual([401, 'Bearer', '{"error":"unauthorized"}\n']);
  });

  test('is refused to HEAD, too, and in the address no token counts', async () => {
    const { metrics } = await listening({ token: TOKEN });
    expect((await fetch(`${metrics}/metrics`, { method: 'HEAD' })).status).toBe(401);
    expect((await read(`${metrics}/metrics?token=${TOKEN}`)).status).toBe(401);
  });

  test('leaves the probes open', async () => {
    const { bot } = await listening({ token: TOKEN });
    for (const path of ['/healthz', '/readyz', '/healthz/alerting'])
      expect((await read(`${bot}${path}`)).status).toBe(200);
  });

  test('logs once a minute that it was refused, and never the token or what came in its place', async () => {
    const { metrics } = await listening({ token: TOKEN });
    for (const header of [`Bearer ${TOKEN}x`, 'Bearer my-other-password', `Bearer ${TOKEN}`])
      await read(`${metrics}/metrics`, header);
    const warnings = log.lines().filter(({ level }) => level === 40);
    expect(warnings.map(({ msg }) => msg)).toEqual(['request for /metrics without the right token rejected']);
    expect(log.text()).not.toContain(TOKEN);
    expect(log.text()).not.toContain('my-other-password');
  });
});

describe('/metrics on a port of its own', () => {
  test('has nothing else, and the port of the bot has no metrics', async () => {
    const { bot, metrics } = await listening({ listen: LOCAL });
    expect(metrics).not.toBe(bot);
    expect(await read(`${metrics}/metrics`)).toMatchObject({ status: 200, text: 'arbwatch_up 1\n' });
    expect((await read(`${bot}/metrics`)).status).toBe(404);
    for (const path of ['/readyz', '/healthz/alerting', '/'])
      expect((await read(`${metrics}${path}`)).status).toBe(404);
    const posted = await fetch(`${metrics}/slack/events`, { method: 'POST', body: '{}' });
    expect(posted.status).toBe(404);
    expect((await read(`${bot}/readyz`)).status).toBe(200);
  });

  test('also wants the token', async () => {
    const { metrics } = await listening({ listen: LOCAL, token: TOKEN });
    expect((await read(`${metrics}/metrics`)).status).toBe(401);
    expect((await read(`${metrics}/metrics`, `Bearer ${TOKEN}`)).status).toBe(200);
  });

  test('names its own setting where the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const starting = listening({ listen: { host: '127.0.0.1', port } });
    await expect(starting.finally(() => other.close())).rejects.toThrow(
      `METRICS_PORT ${port} of 127.0.0.1 is taken: set METRICS_PORT to another one`,
    );
  });
});

describe('The settings of /metrics', () => {
  const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
  const metricsOf = (env: Record<string, string>) => loadBotConfig({ ...SLACK, ...env }).metrics;
  const problems = (env: Record<string, string>) =>
    configProblemsOf(() => loadBotConfig({ ...SLACK, ...env }, configFile('arbwatch.yaml', '')));

  test.each([
    [{}, null],
    [{ METRICS_PORT: '9464' }, { host: '127.0.0.1', port: 9464 }],
    [{ METRICS_HOST: '10.0.0.5' }, { host: '10.0.0.5', port: 3000 }],
    [
      { HOST: '0.0.0.0', METRICS_HOST: '127.0.0.1', METRICS_PORT: '9464' },
      { host: '127.0.0.1', port: 9464 },
    ],
  ])('%j: it listens at %j', (env, listen) => {
    expect(metricsOf(env)).toEqual({ targets: false, listen, token: null });
  });

  test.each([
    [{ METRICS_PORT: '3000' }, /METRICS_PORT: would open port 3000 twice/],
    [{ HOST: '0.0.0.0', METRICS_HOST: '127.0.0.1' }, /METRICS_HOST: would open port 3000 twice/],
    [{ METRICS_PORT: '99999' }, /METRICS_PORT: invalid value "99999": expected a port number/],
    [{ METRICS_TARGETS: 'yes' }, /METRICS_TARGETS: invalid value "yes": expected true or false/],
    [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN: invalid value \(not shown.*openssl rand -hex 32/],
    [{ METRICS_TOKEN: 'with spaces in the middle' }, /METRICS_TOKEN: invalid value \(not shown/],
    [{ METRICS_TOKEN: '<the token of Prometheus>' }, /METRICS_TOKEN: invalid value \(not shown/],
  ])('%j is a problem that says what to do', (env, problem) => {
    expect(problems(env)).toEqual([expect.stringMatching(problem)]);
  });
});
