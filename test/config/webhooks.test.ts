import { ConfigError, loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configSummary } from '../../src/config/summary';
import { webhookSecrets } from '../../src/config/webhooks/webhookConfig';

const ENV = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right', ALERT_CHANNEL: 'C0ALERTS' };
const fileOf = (text: string) => configFile('arbwatch.yaml', text);
const read = (text: string, env: Record<string, string> = {}) =>
  loadBotConfig({ ...ENV, ...env }, fileOf(text));
const webhooksOf = (text: string, env: Record<string, string> = {}) => read(text, env).alerts?.webhooks;

const problemsOf = (text: string, env: Record<string, string> = {}): string => {
  try {
    read(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
};

/** As a person writes it into the file. */
const variable = (name: string): string => `'\${${name}}'`;

const ALL = `
webhooks:
  pagerduty: { type: pagerduty, routing_key: '\${PAGERDUTY_ROUTING_KEY}' }
  phone: { type: ntfy, url: 'https://ntfy.example/base/alerts-hunter2', token: tk_hunter2 }
  backup: { type: slack, url: 'https://hooks.slack.com/services/T0/B0/hunter2' }
  own: { type: json, url: 'http://localhost:8080/hook-hunter2', allow_http: true, secret: hunter2-hunter2-hunter2 }
`;
const KEY = { PAGERDUTY_ROUTING_KEY: 'a1b2c3hunter2' };

describe('Webhooks in arbwatch.yaml', () => {
  test('have a type each, and a secret may come from a variable', () => {
    expect(webhooksOf(ALL, KEY)).toEqual([
      {
        name: 'pagerduty',
        type: 'pagerduty',
        url: 'https://events.pagerduty.com/v2/enqueue',
        routingKey: 'a1b2c3hunter2',
      },
      {
        name: 'phone',
        type: 'ntfy',
        url: 'https://ntfy.example/base/',
        topic: 'alerts-hunter2',
        token: 'tk_hunter2',
      },
      { name: 'backup', type: 'slack', url: 'https://hooks.slack.com/services/T0/B0/hunter2' },
      {
        name: 'own',
        type: 'json',
        url: 'http://localhost:8080/hook-hunter2',
        secret: 'hunter2-hunter2-hunter2',
      },
    ]);
  });

  test('are none where there is no such section', () => {
    expect(webhooksOf('log_level: info')).toEqual([]);
  });

  test('are shown in the summary by name, type and server, with no secret', () => {
    const steps = 'escalation: { steps: [{ after: 5m, webhook: pagerduty }] }';
    const summary = configSummary(read(`${ALL}${steps}`, KEY), fileOf(ALL));
    expect(summary).toContain(
      'Webhooks: pagerduty (pagerduty, to events.pagerduty.com), phone (ntfy, to ntfy.example, not used by any step of escalation)',
    );
    expect(summary).not.toContain('hunter2');
  });

  test('give the log all that it must not show, in a file that is right or wrong', () => {
    const secrets = webhookSecrets(fileOf(ALL), KEY);
    for (const secret of ['a1b2c3hunter2', 'tk_hunter2', '/services/T0/B0/hunter2', '/hook-hunter2'])
      expect(secrets).toContain(secret);
    expect(webhookSecrets(fileOf('webhooks: { x: { typ: a, routng_key: hunter2 } }'), {})).toContain(
      'hunter2',
    );
  });

  test.each([
    ['no type', '{ url: https://h.example/hunter2 }', /webhooks\.x\.type: is not set/],
    ['an unknown type', '{ type: hunter2 }', /expected pagerduty, ntfy, slack, json/],
    ['no key', '{ type: pagerduty }', /routing_key: is not set: a webhook of the type pagerduty requires it/],
    ['a key with spaces', '{ type: pagerduty, routing_key: "hunter2 x" }', /routing_key: .*without spaces/],
    [
      'an unset variable',
      `{ type: pagerduty, routing_key: ${variable('NO_SUCH')} }`,
      /names the variable NO_SUCH, which is not set/,
    ],
    [
      'a variable of every object',
      `{ type: slack, url: ${variable('constructor')} }`,
      /names a variable that is not set/,
    ],
    ['no url', '{ type: slack }', /url: is not set: a webhook of the type slack requires it/],
    ['no address', '{ type: json, url: hunter2 }', /url: invalid value \(not shown/],
    ['plain http', '{ type: json, url: http://h.example/hunter2 }', /is not an https address: use https/],
    [
      'plain http elsewhere',
      '{ type: json, url: http://h.example/hunter2, allow_http: true }',
      /is not an https/,
    ],
    ['plain http unasked', '{ type: json, url: http://localhost/hunter2 }', /localhost and allow_http: true/],
    ['a user in the url', '{ type: json, url: https://u:hunter2@h.example }', /without a user or a password/],
    ['no topic', '{ type: ntfy, url: https://ntfy.sh }', /names no topic/],
    ['a topic with a query', '{ type: ntfy, url: "https://ntfy.sh/t?auth=hunter2" }', /names no topic/],
    ['a short secret', '{ type: json, url: https://h.example/, secret: hunter2 }', /at least 16 characters/],
    [
      'an unquoted flag',
      '{ type: json, url: https://h.example/, allow_http: "yes" }',
      /expected true or false/,
    ],
    [
      'a token for Slack',
      '{ type: slack, url: https://h.example/, token: hunter2 }',
      /token: is not used by/,
    ],
    ['an unknown key', '{ type: slack, uri: https://h.example/hunter2 }', /unknown key. Did you mean url/],
    ['a forgotten colon', '{ type: slack, token hunter2 }', /not shown, it may hold a secret/],
  ])('with %s are refused with what to write instead', (_, given, why) => {
    const told = problemsOf(`webhooks:\n  x: ${given}`);
    expect(told).toMatch(why);
    expect(told).toContain('Example: webhooks: { pagerduty: { type: pagerduty');
    expect(told).not.toContain('hunter2');
  });

  test('have short names of letters and digits', () => {
    expect(problemsOf("webhooks: { 'a b': { type: slack, url: https://h.example/ } }")).toMatch(
      /webhooks\.a b: is no name of a webhook/,
    );
  });
});
