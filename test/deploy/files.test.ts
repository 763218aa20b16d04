import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isSettingName, SETTINGS } from '../../src/config/schema/settings';
import { HttpServers } from '../../src/http/servers';
import { keptLog } from '../helpers/log';

const ROOT = join(__dirname, '../..');
const file = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What Node itself reads. */
const isOfNode = (name: string): boolean => name.startsWith('NODE_');
const strangers = (names: readonly string[]): string[] =>
  names.filter((name) => !isSettingName(name) && !isOfNode(name));

const DEFAULT_PORT = SETTINGS.PORT.parse(undefined);
const dockerfile = file('Dockerfile').split('\n');
const base = dockerfile.find((line) => line.startsWith('FROM node:')) ?? '';
const nodeOfImage = /node:(\d+)\./.exec(base)?.[1];
const [deployment] = [parse(file('deploy/kubernetes/arbwatch.yaml'))];
const [container] = deployment.spec.template.spec.containers;
const compose = parse(file('compose.yaml')).services.arbwatch;
const workflow = parse(file('.github/workflows/ci.yml'));
const unit = [...file('deploy/systemd/arbwatch.service').matchAll(/^(\w+)=(.*)$/gm)].map(
  ([, key = '', value = '']) => ({ key, value }),
);
const unitValue = (key: string): string[] =>
  unit.filter((each) => each.key === key).map(({ value }) => value);

describe('The image', () => {
  test('is built on one base, whose version and digest are given', () => {
    const bases = dockerfile.filter((line) => line.startsWith('FROM '));
    expect(bases[0]).toMatch(/^FROM node:\d+\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64} AS base$/);
    expect(bases.slice(1).every((line) => /^FROM base(?: |$)/.test(line))).toBe(true);
  });

  test('sets only settings that there are, and exposes the port that is the default', () => {
    const set = dockerfile
      .filter((line) => line.startsWith('ENV '))
      .flatMap((line) => line.split(' ').slice(1));
    expect(strangers(set.map((each) => each.split('=')[0] ?? ''))).toEqual([]);
    expect(dockerfile).toContain(`EXPOSE ${DEFAULT_PORT}`);
  });

  test('keeps what the bot has read of its manifest beside it', () => {
    expect(dockerfile.some((line) => /^COPY .*\bmanifest\.yml\b/.test(line))).toBe(true);
  });
});

describe("The image's health check", () => {
  const HEALTH_CHECK = join(ROOT, 'src/healthcheck.ts');
  /** Its exit code, in a folder with this configuration file. */
  const check = async (config: string, env: Record<string, string> = {}): Promise<number | null> => {
    const cwd = mkdtempSync(join(tmpdir(), 'arbwatch-health-'));
    writeFileSync(join(cwd, 'arbwatch.yaml'), config);
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-right-token', SLACK_APP_TOKEN: 'xapp-right-token' };
    const args = ['--import', require.resolve('tsx'), HEALTH_CHECK];
    const checking = spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env.PATH, ...tokens, ...env },
    });
    const [code] = await once(checking, 'close');
    return code;
  };

  test('is what the Dockerfile calls', () => {
    const line = dockerfile.find((each) => each.startsWith('HEALTHCHECK')) ?? '';
    expect(line).toContain('CMD ["node", "dist/src/healthcheck.js"]');
  });

  test('asks the port that is configured, also in the file, and fails where nothing answers', async () => {
    const options = { host: '127.0.0.1', port: 0, slackEvents: null, log: keptLog().log };
    const servers = new HttpServers(options, { listen: null, token: null });
    const port = await servers.start();
    expect(await check(`port: ${port}`, { HOST: '0.0.0.0' })).toBe(0);
    await servers.stop(1_000);
    expect(await check(`port: ${port}`)).toBe(1);
  });
});

describe('Kubernetes', () => {
  test('sends traffic and probes to the port that it tells the bot, the default one', () => {
    const told = Object.fromEntries(
      container.env.map((each: { name: string; value: string }) => [each.name, each.value]),
    );
    expect(told).toEqual({ HOST: '0.0.0.0', PORT: String(DEFAULT_PORT) });
    expect(container.ports).toEqual([{ name: 'http', containerPort: DEFAULT_PORT }]);
    const { annotations } = deployment.spec.template.metadata;
    expect(annotations['prometheus.io/port']).toBe(String(DEFAULT_PORT));
    for (const probe of [container.livenessProbe, container.readinessProbe])
      expect(probe.httpGet.port).toBe('http');
  });

  test('asks for life and readiness where the bot answers', async () => {
    const ready = async () => ({ redis: { ready: true, detail: 'Redis answers' } });
    const options = { host: '127.0.0.1', port: 0, readiness: ready, slackEvents: null, log: keptLog().log };
    const servers = new HttpServers(options, { listen: null, token: null });
    const port = await servers.start();
    for (const { httpGet } of [container.livenessProbe, container.readinessProbe])
      expect((await fetch(`http://127.0.0.1:${port}${httpGet.path}`)).status).toBe(200);
    await servers.stop(1_000);
  });

  test('gives the bot no rights and a file system that it cannot write', () => {
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(deployment.spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
  });
});

describe('Compose', () => {
  test.each(['compose.yaml', 'deploy/compose.redis.yaml'])(
    'sets only settings that there are: %s',
    (path) => {
      expect(strangers(Object.keys(parse(file(path)).services.arbwatch.environment ?? {}))).toEqual([]);
    },
  );

  test('opens the port of .env, else the default one', () => {
    expect(compose.ports[0].replaceAll(`$${'{PORT:-'}${DEFAULT_PORT}}`, 'PORT')).toBe('127.0.0.1:PORT:PORT');
  });
});

describe('systemd', () => {
  test('starts what the build makes, where the settings are', () => {
    expect(unitValue('ExecStart')).toEqual(['/usr/bin/node /opt/arbwatch/dist/src/main.js']);
    expect(unitValue('WorkingDirectory')).toEqual([`/etc/${unitValue('ConfigurationDirectory')[0]}`]);
    expect(JSON.parse(file('tsconfig.build.json')).compilerOptions.outDir).toBe('dist');
    expect(
      strangers(
        unitValue('Environment').flatMap((line) => line.split(' ').map((each) => each.split('=')[0] ?? '')),
      ),
    ).toEqual([]);
  });

  test('lets the bot write its history alone, and gives it no rights', () => {
    for (const [key, value] of [
      ['DynamicUser', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['CapabilityBoundingSet', ''],
      ['NoNewPrivileges', 'yes'],
    ])
      expect([key, unitValue(key ?? '')]).toEqual([key, [value]]);
    expect(unit.filter(({ key }) => /^(?:ReadWritePaths|AmbientCapabilities)$/.test(key))).toEqual([]);
    const folder = `/var/lib/${unitValue('StateDirectory')[0]}/`;
    const [history = ''] = unitValue('Environment').filter((line) => line.startsWith('HISTORY_FILE='));
    expect(history.startsWith(`HISTORY_FILE=${folder}`)).toBe(true);
  });

  test('refuses system calls with an error, where Node tries some that are not allowed', () => {
    expect(unitValue('SystemCallFilter')[0]).toBe('@system-service');
    expect(unitValue('SystemCallErrorNumber')).toEqual(['EPERM']);
  });
});

test('Wherever the bot runs, it is given longer to stop than it takes', () => {
  const takesS = Number(/STOP_LIMIT_MS = ([\d_]+)/.exec(file('src/main.ts'))?.[1]?.replace('_', '')) / 1000;
  expect(takesS).toBe(10);
  const givenS = [
    deployment.spec.template.spec.terminationGracePeriodSeconds,
    Number.parseInt(compose.stop_grace_period, 10),
    Number(unitValue('TimeoutStopSec')[0]),
  ];
  for (const given of givenS) expect(given).toBeGreaterThan(takesS);
});

test('CI runs on the oldest Node that is supported, and on that of the image', () => {
  const { engines, scripts } = JSON.parse(file('package.json'));
  const oldest = /^>=(\d+)\./.exec(engines.node)?.[1];
  expect(workflow.jobs.ci.container).toBe(`node:${oldest}-bookworm`);
  expect(workflow.jobs.node24.container).toBe(`node:${nodeOfImage}-bookworm`);
  expect(scripts['test:node24']).toContain(`--package=node@${nodeOfImage} `);
});

test('The workflow has no right to write, and runs actions of a fixed commit', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' });
  const used = [...file('.github/workflows/ci.yml').matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? ''))).toEqual([]);
});
