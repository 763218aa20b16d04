import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBotConfig, loadCliConfig } from '../../src/config';
import { decodeText } from '../../src/config/environment/decodeText';
import { readDotenv } from '../../src/config/environment/dotenv';
import { readEnvironment } from '../../src/config/environment/readEnvironment';
import { runArbwatch } from '../helpers/arbwatchProcess';

const TEXT = 'OPERATORS=U0OLIVE\nLOG_LEVEL=debug\n';

describe('A .env file is read', () => {
  test.each<[string, Buffer]>([
    ['in UTF-8', Buffer.from(TEXT)],
    ['with a byte-order mark, which does not hide its first variable', Buffer.from(`\ufeff${TEXT}`)],
    ['in UTF-16 with a mark, as Windows saves it', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['in UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
    ['in big-endian UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
    ['with the line ends of Windows', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
    ['with the line ends of an old Mac', Buffer.from(TEXT.replaceAll('\n', '\r'))],
    ['with quotes and export', Buffer.from('export OPERATORS="U0OLIVE"\n  LOG_LEVEL = \'debug\'\n')],
  ])('%s', (_, bytes) => {
    expect(readDotenv('.env', decodeText(bytes) ?? '')).toEqual({
      values: { OPERATORS: 'U0OLIVE', LOG_LEVEL: 'debug' },
      problems: [],
    });
  });

  test('not where it is no text', () => {
    expect(decodeText(Buffer.from([0x41, 0xc3, 0x28]))).toBeNull();
  });

  test.each([
    ['OPERATOR=U0OLIVE', 'OPERATORS'],
    ['operators=U0OLIVE', 'OPERATORS'],
    ['REDIS-URL=redis://x', 'REDIS_URL'],
    ['ARBWATCH_REDIS_URL=redis://x', 'REDIS_URL'],
    ['SLACK_BOT_TOKENS=xoxb-hunter2', 'SLACK_BOT_TOKEN'],
    ['ALERT_CHANEL=C0', 'ALERT_CHANNEL'],
  ])('and %s is a problem that names what is meant', (line, meant) => {
    const { problems } = readDotenv('.env', `\n${line}\n`);
    const [name = ''] = line.split('=');
    const message = `unknown setting. Did you mean ${meant}?`;
    expect(problems).toEqual([{ where: `.env:2: ${name}`, message }]);
  });

  test('and the names of other programs are let by', () => {
    expect(readDotenv('.env', 'COMPOSE_PROJECT_NAME=a\nNODE_OPTIONS=\nPATH=/bin\nBOT=1\n').problems).toEqual(
      [],
    );
  });

  test('and a # within a value, at which it would end, is a problem unless it is quoted', () => {
    expect(readDotenv('.env', 'REDIS_URL=redis://:hun#ter2@x').problems).toEqual([
      { where: '.env:1: REDIS_URL', message: expect.stringContaining('single quotes') },
    ]);
    expect(
      readDotenv('.env', "REDIS_URL='redis://:hun#ter2@x' # ours\nLOG_LEVEL=debug # more").problems,
    ).toEqual([]);
  });

  test.each(['LOG_LEVEL: debug', 'hunter2', '=hunter2', '"'])(
    'and the line %j, which sets nothing, is a problem wherever it stands',
    (line) => {
      const message = expect.stringContaining('expected NAME=value');
      const problemOn = (n: number) => [{ where: expect.stringMatching(`^\\.env:${n}: `), message }];
      expect(readDotenv('.env', `${line}\nX=1`).problems).toEqual(problemOn(1));
      expect(readDotenv('.env', `X=1\n${line}\nY="a\nb"\n`).problems).toEqual(problemOn(2));
      expect(readDotenv('.env', `X=1\n${line}`).problems).toEqual(problemOn(2));
    },
  );

  test.each(['"', "'", '`'])('with a value of several lines between %s', (quote) => {
    expect(readDotenv('.env', `A=${quote}1\nno assignment\n2${quote}\nB=3`)).toEqual({
      values: { A: '1\nno assignment\n2', B: '3' },
      problems: [],
    });
  });
});

describe('The environment of the process', () => {
  test('comes before .env, but for an empty variable', () => {
    const dotenv = { values: { LOG_LEVEL: 'debug', PORT: '1' }, problems: [] };
    const { values } = readEnvironment({ LOG_LEVEL: 'warn', PORT: ' ' }, dotenv);
    expect(values).toMatchObject({ LOG_LEVEL: 'warn', PORT: '1' });
  });

  test('is warned of a name that resembles a setting, and not of one that a platform sets', () => {
    const names = ['OPERATOR', 'REDIS_PORT_6379_TCP', 'REDIS_SERVICE_HOST', 'HOSTNAME', 'HOME', 'PATH', 'TZ'];
    const { warnings } = readEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(warnings).toEqual([
      { where: 'OPERATOR', message: 'is not a setting and is ignored. Did you mean OPERATORS?' },
    ]);
  });

  test.each([
    ['REDIS_PORT', 'tcp://10.0.0.1:6379'],
    ['PORT', 'tcp://10.0.0.1:80'],
    ['HOST', 'box'],
  ])('is read without what a platform sets for itself: %s=%s', (name, value) => {
    expect(readEnvironment({ [name]: value }, undefined, 'box').values[name]).toBeUndefined();
  });
});

describe('arbwatch --check-config', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'arbwatch-dotenv-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  test('reports what is wrong with .env together with everything else', async () => {
    writeFileSync(join(cwd, '.env'), '\ufeffSLACK_BOT_TOKEN=xoxb-1-hush\nOPERATOR=U0OLIVE\n');
    const { code, stderr } = await runArbwatch({ args: ['--check-config'], cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('.env:2: OPERATOR: unknown setting. Did you mean OPERATORS?');
    expect(stderr).toContain('SLACK_SIGNING_SECRET: is not set');
    expect(stderr).not.toContain('SLACK_BOT_TOKEN: is not set');
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ['that does not exist', () => undefined, /"\S+named.yaml" cannot be read: there is no such file/],
    ['that Docker has made a directory', (path) => mkdirSync(path), /cannot be read: it is a directory/],
  ])('names a configuration file %s', async (_, make, expected) => {
    const path = join(cwd, 'named.yaml');
    make(path);
    const { code, stderr } = await runArbwatch({
      args: ['--check-config'],
      cwd,
      env: { ARBWATCH_CONFIG: path },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });
});

describe('A value from instructions', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxb-...'],
    ['SLACK_BOT_TOKEN', 'xoxb-your-token'],
    ['SLACK_APP_TOKEN', 'xapp-xxxxxxxx'],
    ['SLACK_SIGNING_SECRET', '<the signing secret>'],
  ])('is rejected in place of a secret: %s=%s', (name, value) => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99edcb4d8e6b',
      [name]: value,
    };
    expect(() => loadBotConfig(env)).toThrow(`${name}: invalid value`);
  });
});

test.each(['DEBUG', 'Warning'])('The log level %s, as other programs have it, is understood', (LOG_LEVEL) => {
  expect(['debug', 'warn']).toContain(loadCliConfig({ LOG_LEVEL }).logLevel);
});

test('Quotes that docker run keeps around a value of the environment are no part of it', () => {
  const { values } = readEnvironment({ LOG_LEVEL: '"debug"', OPERATORS: " 'U0OLIVE' ", GREETING: '"hello"' });
  expect(values).toEqual({ LOG_LEVEL: 'debug', OPERATORS: 'U0OLIVE', GREETING: '"hello"' });
});

test('What Node reads before the program has no effect in .env, which a warning says', () => {
  const dotenv = { values: { NODE_EXTRA_CA_CERTS: '/ca.pem', LOG_LEVEL: 'debug' }, problems: [] };
  const read = readEnvironment({}, dotenv);
  expect(read.values).toEqual({ LOG_LEVEL: 'debug' });
  expect(read.warnings).toEqual([
    { where: '.env: NODE_EXTRA_CA_CERTS', message: expect.stringContaining('set it in the environment') },
  ]);
  const set = readEnvironment({ NODE_EXTRA_CA_CERTS: '/ca.pem' }, dotenv);
  expect([set.values.NODE_EXTRA_CA_CERTS, set.warnings]).toEqual(['/ca.pem', []]);
});
