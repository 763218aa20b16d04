import { secretsIn } from '../../src/config/secrets';
import { createLogger } from '../../src/lib/logger';
import { KnownSecrets } from '../../src/lib/redact';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1-bot',
  SLACK_APP_TOKEN: 'xapp-1-app',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  REDIS_URL: 'redis://user:p%40ss%22word@redis.example:6379',
  REDIS_PASSWORD: 'other-password',
};

/** What the log holds when these are logged. */
const logged = (...things: unknown[]): string => {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
    pretty: false,
    secrets: new KnownSecrets(secretsIn(ENV)),
  });
  for (const thing of things) log.info(thing, `said ${String(thing)}`);
  return lines.join('');
};

describe('The log', () => {
  test.each([...Object.values(ENV), 'p@ss"word', 'p%40ss%22word'])(
    'never contains %s, wherever it was logged',
    (secret) => {
      const text = logged(secret, { deep: { field: secret } }, new Error(`failed with ${secret}`));
      expect(text).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(text).toContain('[');
    },
  );

  test.each(['xoxb-999-another', 'xoxp-999-another', 'xoxe.xoxp-1-another', 'xapp-1-A1-another'])(
    'never contains a token, even one that is not configured: %s',
    (token) => {
      expect(logged(`Bearer ${token}`)).not.toContain('another');
    },
  );

  test('never contains a response_url with which somebody could post', () => {
    const text = logged(
      'https://hooks.slack.com/commands/T1/2222/secretpath',
      'http://127.0.0.1:1/actions/T1/3333/secretpath',
    );
    expect(text).not.toContain('secretpath');
    expect(text).toContain('https://hooks.slack.com/commands/[secret]');
  });

  test('contains no part of a secret that includes another secret', () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const secrets = new KnownSecrets(['short', 'short-and-long']);
    createLogger({ level: 'info', destination, pretty: false, secrets }).info('short-and-long');
    expect(lines.join('')).not.toContain('long');
  });

  test.each(['%ff', '%e0%a4%a'])('is written even if a password has an invalid encoding: %s', (password) => {
    expect(secretsIn({ REDIS_URL: `redis://:${password}@h` })).toContain(password);
  });

  test('never contains a secret from JSON within a message', () => {
    expect(logged(JSON.stringify({ a: 'p@ss"word' }))).not.toContain('word');
  });

  test('has one JSON object per line, whatever it contains', () => {
    const text = logged('a\nb', { 'x"y': 'p@ss"word' });
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => typeof JSON.parse(line)),
    ).toEqual(['object', 'object']);
  });

  test('keeps what is not a secret', () => {
    expect(logged('redis.example:6379 is away')).toContain('redis.example:6379 is away');
  });
});
