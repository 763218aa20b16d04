import fc from 'fast-check';
import { metaOf } from '../../src/config/schema/setting';
import { SETTINGS, type SettingName } from '../../src/config/schema/settings';
import { hostileText } from './text';

/** What must never be told, each by the words that mark it. */
export const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-1-MARKbot1',
  SLACK_APP_TOKEN: 'xapp-1-MARKapp2',
  SLACK_SIGNING_SECRET: '8f742231b10e8888MARKsign3',
  REDIS_URL: 'redis://user:MARK%204p%40ss%2F%22word@127.0.0.1:6379/0',
  REDIS_PASSWORD: 'MARK 5p@ss/"word',
  REDIS_SENTINEL_PASSWORD: 'MARK6sentinel+pass',
  DEADMAN_PING_URL: 'https://hc-ping.com/MARK7-ping-uuid',
  STORE_REDIS_URL: 'redis://user:MARK8store+word@127.0.0.1:6379/1',
  STORE_REDIS_PASSWORD: 'MARK9store+pass',
  STORE_REDIS_SENTINEL_PASSWORD: 'MARK10store+sentinel',
  METRICS_TOKEN: 'MARK15-metrics-token',
} as const;

/** Of the file alone. */
const WEBHOOK_SECRETS = {
  routingKey: 'MARK11routingkey',
  token: 'MARK12ntfy_token',
  path: 'MARK13-webhook-path',
  secret: 'MARK14-signing-secret',
} as const;

/** The marks as they may have been written anew on the way: as a URL has them, as JSON has them, and in base64. */
export const MARKED: readonly string[] = [
  ...Object.values(SECRETS).filter((text) => !text.includes('@')),
  ...Object.values(WEBHOOK_SECRETS),
  ...['MARK8store+word', 'MARK 4p@ss/"word', 'MARK%204p%40ss%2F%22word', SECRETS.REDIS_PASSWORD],
].flatMap((text) => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  text.slice(text.indexOf('MARK')),
  ...base64Of(text),
]);

/** At each of the three places in a longer text where it may begin. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.from(`${'x'.repeat(before)}${text}`)
      .toString('base64')
      .replaceAll('=', '');
    return whole.slice(before === 0 ? 0 : 4, -2);
  });
}

/** The marks that a text tells. */
export const marksIn = (text: string): string[] => MARKED.filter((mark) => text.includes(mark));

const NAMES = Object.keys(SETTINGS) as SettingName[];
const isSecret = (name: SettingName): name is keyof typeof SECRETS => name in SECRETS;

/** Such as those in the wrong place that can be told by their form. */
const STRAYED = [
  SECRETS.SLACK_BOT_TOKEN,
  SECRETS.SLACK_APP_TOKEN,
  SECRETS.REDIS_URL,
  `Bearer ${SECRETS.SLACK_BOT_TOKEN}`,
];

const right = (name: SettingName): string =>
  isSecret(name) ? SECRETS[name] : metaOf(SETTINGS[name]).example;

/** Of its own kind with a letter more or less, and with what may stand around it in a shell or a file. */
const damaged = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(`"${text}"`, ` ${text} `, `${text}\n`, `'${text}`, `${text},${text}`, text.toUpperCase()),
    fc.constantFrom('%ff', '%', '%e0%a4%a', '%00', '🙂').map((part) => text.replace('MARK', part)),
    fc
      .tuple(fc.nat({ max: 8 }), fc.nat({ max: 3 }), hostileText)
      .map(([at, cut, put]) => `${text.slice(0, at)}${put}${text.slice(at + cut)}`),
  );

const numbers = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.constantFrom('1e300', '1e400', '0', '-0', '9'.repeat(30), '١'),
);

/** The value of a setting: right, damaged, another's, or anything. */
const settingText = (name: SettingName): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(right(name)) },
    { weight: 3, arbitrary: damaged(right(name)) },
    { weight: 1, arbitrary: fc.constantFrom(...STRAYED) },
    ...(isSecret(name)
      ? []
      : [
          { weight: 2, arbitrary: hostileText },
          { weight: 1, arbitrary: numbers },
        ]),
  );

const some = (names: readonly SettingName[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, settingText(name)])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Record<string, string>>;

/** An environment: what must be set mostly is, and a few settings besides. */
export const environment: fc.Arbitrary<Record<string, string>> = fc
  .tuple(
    some(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']),
    fc.shuffledSubarray(NAMES, { maxLength: 5 }).chain(some),
  )
  .map(([first, rest]) => ({ ...first, ...rest }));

const GOOD_FILE = `# where it is loud
slack_bot_token: ${SECRETS.SLACK_BOT_TOKEN}
slack_signing_secret: "${SECRETS.SLACK_SIGNING_SECRET}"
alert_channel: C0ALERTS
deadman_ping_url: ${SECRETS.DEADMAN_PING_URL}
redis_password: 'MARK 5p@ss/"word'
viewers: [U0ANNA, S0TRADERS]
check_interval: 15
rules:
  no_sign_of_life:
    stale_after: 90s
    targets:
      live:docker: { stale_after: 60s }
  stale_portfolio: { after: 10m, mode: silent }
  tuning:
    stalled_after_gaps: 5
    stalled_at_least: 1h
webhooks:
  pager: { type: pagerduty, routing_key: ${WEBHOOK_SECRETS.routingKey} }
  phone: { type: ntfy, url: 'https://ntfy.example/topic', token: ${WEBHOOK_SECRETS.token} }
  own: { type: json, url: 'https://h.example/${WEBHOOK_SECRETS.path}', secret: ${WEBHOOK_SECRETS.secret} }
maintenance: [{ name: weekend, targets: ['paper:*'], days: [sat, sun], from: '22:00', to: '23:00' }]
quiet_hours: [{ severities: [info, warning], from: '23:00', to: '07:00', zone: Asia/Seoul }]
escalation: { steps: [{ after: 5m, webhook: pager }] }
remind_after: [1h, 4h]
flapping: { unstable_after: 3, within: 20m, repost_after_messages: 20, repost_after: 30m }
digests:
  - name: weekly
    cron: '0 9 * * 1'
    zone: Asia/Seoul
    channel: C0WEEKLY
    targets: [live:docker]
    sections: [trades, safety]
`;

const PIECES = [
  ...[
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '- ',
    '&a ',
    '*a',
    '!!binary ',
    '? ',
    '|\n',
    '>\n',
    '#',
    '"',
    "'",
    '%',
    '@',
    '`',
    '---\n',
    '...\n',
  ],
  ...[
    '<<: *a',
    '\t',
    '  ',
    '\n',
    '.inf',
    '.nan',
    '1e400',
    '1e300',
    '99999999999999999999d',
    '9007199254740993',
    '~',
    'null',
    'true',
    '__proto__: 1',
  ],
  ...[
    '2026-11-22',
    '0x1f',
    '!!js/function x',
    '\u0000',
    '\u2028',
    '\ud83d',
    SECRETS.SLACK_BOT_TOKEN,
    SECRETS.REDIS_URL,
  ],
];

type Edit = (text: string) => string;

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(
      fc.nat({ max: GOOD_FILE.length }),
      fc.nat({ max: 12 }),
      fc.oneof(fc.constantFrom('', ...PIECES), hostileText),
    )
    .map(
      ([at, cut, put]): Edit =>
        (text) =>
          `${text.slice(0, at)}${put}${text.slice(at + cut)}`,
    ),
  fc.tuple(fc.nat({ max: 25 }), fc.constantFrom('drop', 'double', 'indent', 'outdent', 'first')).map(
    ([at, what]): Edit =>
      (text) => {
        const lines = text.split('\n');
        const line = lines[at] ?? '';
        const anew =
          {
            drop: [],
            double: [line, line],
            indent: [`  ${line}`],
            outdent: [line.replace(/^ {1,2}/, '')],
            first: [],
          }[what] ?? [];
        const rest = [...lines.slice(0, at), ...anew, ...lines.slice(at + 1)];
        return (what === 'first' ? [line, ...rest] : rest).join('\n');
      },
  ),
  // Another value behind a key, whatever that is.
  fc.tuple(fc.nat({ max: 25 }), fc.oneof(fc.constantFrom(...PIECES), numbers, hostileText)).map(
    ([at, value]): Edit =>
      (text) =>
        text
          .split('\n')
          .map((line, i) => (i === at ? line.replace(/: .*$/, () => `: ${value}`) : line))
          .join('\n'),
  ),
);

/** A good file with a few things changed, or any text. */
export const fileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .array(edit, { maxLength: 4 })
      .map((edits) => edits.reduce((text, change) => change(text), GOOD_FILE)),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(fc.constantFrom(...PIECES), hostileText)).map((parts) => parts.join('')),
  },
);
