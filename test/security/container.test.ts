import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { metaOf } from '../../src/config/schema/setting';
import { SETTING_NAMES, SETTINGS } from '../../src/config/schema/settings';

const ROOT = join(__dirname, '../..');
const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
/** The instructions of a Dockerfile, with what is continued on further lines. */
const instructions = text('Dockerfile')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const namesOfSecrets = SETTING_NAMES.filter((name) => metaOf(SETTINGS[name]).secret);

describe('The image', () => {
  test('runs as an unprivileged user', () => {
    expect(lastStage.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    const after = lastStage.slice(lastStage.indexOf('USER node') + 1);
    expect(after.filter((line) => /^(RUN|COPY) /.test(line))).toEqual([]);
  });

  test('belongs to root, so that the bot cannot change itself', () => {
    expect(lastStage.filter((line) => line.includes('--chown'))).toEqual([]);
  });

  test('gets no secret at build time, be it an argument, a variable or a file', () => {
    expect(instructions.filter((line) => /^(ARG|ADD) /.test(line))).toEqual([]);
    expect(namesOfSecrets.filter((name) => text('Dockerfile').includes(name))).toEqual([]);
    expect(instructions.filter((line) => /^COPY .*(\.env|\.npmrc|arbwatch\.yaml)/.test(line))).toEqual([]);
  });

  test('installs exactly the lock file, without what is for development, or for an older Node', () => {
    const installs = instructions.filter((line) => /npm (ci|i|install)\b/.test(line));
    expect(installs).toEqual(['RUN npm ci', 'RUN npm ci --omit=dev --omit=optional']);
    expect(lastStage.join('\n')).toContain('COPY --from=modules');
  });

  test('starts without a shell', () => {
    expect(lastStage.filter((line) => /^(ENTRYPOINT|CMD) /.test(line))).toEqual([
      'ENTRYPOINT ["node", "dist/src/main.js"]',
    ]);
  });

  test('is built from listed paths only: .env and .git are excluded', () => {
    const [first, ...rest] = text('.dockerignore')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(rest.filter((line) => !line.startsWith('!'))).toEqual([]);
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(rest.map((line) => line.slice(1)).sort()).toEqual([...new Set(copied)].sort());
  });
});

describe('compose.yaml', () => {
  const { arbwatch } = parse(text('compose.yaml')).services;

  test('gives the bot a read-only file system and no capabilities', () => {
    expect(arbwatch).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    for (const right of ['cap_add', 'privileged', 'network_mode', 'pid', 'user', 'devices'])
      expect(arbwatch).not.toHaveProperty(right);
  });

  const withRedis = parse(text('deploy/compose.redis.yaml')).services;

  test("opens its port to this machine only, and Redis's to nobody", () => {
    const port = `$${'{PORT:-3000}'}`;
    expect(arbwatch.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(withRedis.redis.ports).toBeUndefined();
    expect(withRedis.arbwatch.ports).toBeUndefined();
  });

  test('contains no secret: they come from .env', () => {
    expect(arbwatch.env_file).toBe('.env');
    expect(arbwatch.environment).toEqual({ HOST: '0.0.0.0' });
    expect(Object.keys(withRedis.arbwatch.environment)).toEqual(['REDIS_URL']);
    expect(withRedis.arbwatch.environment.REDIS_URL).toMatch(/^\$\{REDIS_URL:-redis:\/\/redis:6379\}$/);
  });
});

test('Git ignores files with secrets in a checkout', () => {
  expect(text('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'arbwatch.yaml']));
});
