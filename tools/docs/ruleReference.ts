import { describePath, keysAt } from '../../src/config/schema/describe';
import { flappingSchema } from '../../src/config/schema/flapping';
import { configuredDigestSchema, FILE_SECTIONS } from '../../src/config/schema/sections';
import { metaOf } from '../../src/config/schema/setting';
import { ESCALATION } from './escalationReference';
import { LANGUAGES_REFERENCE } from './languageReference';
import { ROUTING } from './routingReference';
import { SILENCES } from './silenceReference';
import { WEBHOOKS } from './webhookReference';

/** What each rule of `rules` is for. */
const ABOUT: Readonly<Record<string, string>> = {
  no_sign_of_life:
    'A trader is down: every sign of life that it is expected to give, its heartbeats and its portfolio, is older than `stale_after`; or it should run, by a flag, a real order of the last day or `targets`, and gave none since the bot began to watch it.',
  no_heartbeat:
    'A trader sent heartbeats and stopped, while its portfolio is still written. After 24 hours, or when somebody presses "Stop expecting heartbeats", no heartbeat is expected any more.',
  stale_portfolio:
    'A trader sends heartbeats, and has not written its portfolio for `after`, or the key has expired.',
  live_trading:
    'Live trading was enabled or armed, which is critical, or disabled or disarmed, which is information.',
  circuit_breaker:
    'The circuit breaker tripped; of a live trader that reports whether it is active, an alert that lasts until it is not.',
  balance_drop:
    'The total balance fell by `percent` of its highest within the last `within`, or by `day_percent` of the last balance of the day before, in `TIMEZONE`. A withdrawal looks the same.',
  high_exposure:
    'More than `above` per cent of the capital (`utilization_rate`) was in positions at every check for `for`.',
  order_problem:
    'An order was rejected, or was filled in part and not filled further within `partial_after`: reported once an order, those within `group_interval` together.',
  price_feed:
    'An exchange has had no price (`prices:`) for `after` while another has one. It ends with its next price. `ignore` names exchanges that the trader uses no more.',
  no_trades:
    'A trader that lives has made no trade for `after` of its trading hours: neither its counters (`trades_total`, `trades_today`) rose, nor was a real order or execution written. `hours` are those of `days`, in `zone`.',
  divergence:
    'The balances of a live trader and of the paper trader of the same env changed differently: by `points` percentage points or more within `within`, as far as both ran. A deposit or a withdrawal looks the same.',
  safety_violations: 'Safety violations were counted; those within `group_interval` are reported together.',
  counter_reset: 'A counter was reset: a line in the log alone.',
  uptime_totals: 'What digests report: how much was traded and counted, and how long a trader was up.',
  control:
    'A run of the trading system came into PANIC or EMERGENCY_CLOSE, by its control state, or left it.',
  tuning: 'A tuning session finished, or stalled: no iteration for so many times its usual gap.',
};

/** What the file may hold beside the settings. Throws when a rule has no word on what it is for. */
export function fileReference(): string {
  return [
    TARGETS,
    LANGUAGES_REFERENCE,
    INTRODUCTION,
    ...keysAt(['rules']).map(section),
    DIGESTS,
    REMINDERS,
    FLAPPING,
    ROUTING,
    ESCALATION,
    SILENCES,
    WEBHOOKS,
  ].join('\n');
}

const expectedAt = (...path: readonly string[]): string => describePath(path).expected;

const TARGETS = `## Only in the file

### \`targets\`

The traders that should run, by their ids: a mode (live, paper, shadow) and any env, with a colon between. One with another
prefix than the first of \`STATE_KEY_PREFIX\` has that prefix first (\`other/paper:docker\`). Targets named here are watched
from the start and never forgotten. All others are found by their keys, or through \`ENVS\`.

- \`signs\`: the signs of life that it is expected to give: ${expectedAt('targets', '', 'signs')}. Default: those that it was
  observed to give.

\`\`\`yaml
targets:
  'live:production': { signs: [portfolio] }
  'paper:docker':
\`\`\`

### \`discover\`

The bot searches all keys for traders at the start and every 10 minutes. A trader that it finds is named in the next digest,
is watched once it has been writing for 5 minutes, and is forgotten when it has had no key for 7 days, unless it is muted
or has an open alert.

- \`ignore\`: ${expectedAt('discover', 'ignore')}. These are left out, unless \`targets\` names them. Default: \`[]\`.

\`\`\`yaml
discover:
  ignore: ['shadow:*', 'paper:my-laptop']
\`\`\`

### \`currencies\`

The unit of money of some targets, by their ids, in which \`*\` stands for any text and \`?\` for one character. The first that matches
counts; all others have \`CURRENCY\`. Every balance shows it: in Slack, in the terminal and in the metrics. Balances of several targets are
never added up.

- Expected: ${expectedAt('currencies')}. The currency: ${expectedAt('currencies', '')}.

\`\`\`yaml
currency: USDT
currencies:
  'live:upbit': KRW
  'paper:upbit*': KRW
\`\`\`
`;

const INTRODUCTION = `### \`rules\`

What the bot watches for, a part for each rule below. \`mode: off\` switches one off; with \`mode: silent\` its alerts are
followed and shown, and never sent. Under \`targets\`, what differs
for one target: a mode (live, paper, shadow) and an env, such as \`live:docker\`. \`severity\` says how bad it is: critical (a person
must act now), warning (a person must look at it) or info. \`runbook_url\` is the page that its alerts link to as
\`Runbook\`.

\`\`\`yaml
alert_channel: C0123ALERTS
rules:
  no_sign_of_life:
    stale_after: 90s
    targets:
      'live:docker': { stale_after: 60s }
      'paper:important': { severity: critical }
    runbook_url: https://wiki.example.com/trader-down
\`\`\`

\`rules.no_sign_of_life.stale_after\` and \`STALE_AFTER\` are the same setting, and so are \`rules.stale_portfolio.after\` and
\`FROZEN_AFTER\`: a variable wins over the file, but not over what the file says about one target. With \`ALERT_CHANNEL\` set,
each \`stale_after\` of \`no_sign_of_life\` must be at least \`CHECK_INTERVAL\` plus 1 s. Under Sentinel, each \`stale_after\`, and
\`after\` of \`stale_portfolio\`, must be 30 s or more.
`;

const BY_MONEY =
  '`critical` for a live target with real money or for which that is not known, otherwise `warning`';
const RUNBOOK =
  'the row of the rule in [operating.md](operating.md#what-an-alert-means-and-what-to-do), with `DOCS_URL` set; otherwise none';
const NO_ALERTS = 'none, as the rule sends no alerts';

/** Defaults that are not those of the schema: see src/config/rules.ts and src/alerting/severity. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'no_heartbeat.stale_after': 'that of `rules.no_sign_of_life` for the target',
  'uptime_totals.stale_after': 'that of `rules.no_sign_of_life` for the target',
  'no_sign_of_life.severity': BY_MONEY,
  'no_heartbeat.severity': BY_MONEY,
  'stale_portfolio.severity': BY_MONEY,
  'safety_violations.severity': BY_MONEY,
  'balance_drop.severity': BY_MONEY,
  'balance_drop.percent': '`5`',
  'balance_drop.day_percent': '`10`',
  'high_exposure.above': '`80`',
  'high_exposure.severity': '`warning`',
  'no_trades.mode': '`off`',
  'no_trades.severity': BY_MONEY,
  'no_trades.hours': '`00:00-24:00`',
  'no_trades.days': 'every day',
  'no_trades.zone': '`TIMEZONE`',
  'divergence.mode': '`off`',
  'divergence.severity': '`warning`',
  'price_feed.severity': BY_MONEY,
  'price_feed.ignore': '`[]`',
  'order_problem.severity': '`warning`',
  'live_trading.severity': '`critical` when it was enabled or armed; otherwise always `info`',
  'circuit_breaker.severity': '`critical` for a live target, otherwise `warning`',
  'control.severity': '`critical` when a run came into it; otherwise always `info`',
  'tuning.severity': '`warning` for a session that stalled; for one that finished always `info`',
  'counter_reset.severity': NO_ALERTS,
  'counter_reset.runbook_url': NO_ALERTS,
  'uptime_totals.runbook_url': NO_ALERTS,
  'uptime_totals.severity': NO_ALERTS,
};

function section(rule: string): string {
  const about = ABOUT[rule];
  if (about === undefined)
    throw new Error(`Say in tools/docs/ruleReference.ts what the rule ${rule} is for.`);
  const keys = keysAt(['rules', rule]);
  const entries = keys
    .filter((key) => key !== 'targets')
    .map((key) => {
      const { expected, example } = describePath(['rules', rule, key]);
      const fallback =
        DEFAULTS[`${rule}.${key}`] ??
        (key === 'runbook_url' ? RUNBOOK : undefined) ??
        `\`${example.replace(/^.*: /, '')}\``;
      return `- \`${key}\`: ${expected}. Default: ${fallback}.`;
    });
  const note = keys.includes('targets') ? [] : ['- No `targets`.'];
  return [`#### \`rules.${rule}\`\n`, `${about}\n`, ...entries, ...note, ''].join('\n');
}

const DIGESTS = `### \`digests\`

Any number of digests, in place of the one of \`DIGEST_CRON\`; \`[]\` for none.

${Object.entries(configuredDigestSchema.shape)
  .map(([key, schema]) => {
    const { expected, default: fallback } = metaOf(schema);
    return `- \`${key}\`: ${expected}. ${fallback === undefined ? 'Required.' : `Default: ${fallback}.`}`;
  })
  .join('\n')}

\`\`\`yaml
digests:
  - name: morning
    cron: '0 9 * * *'
    zone: Asia/Seoul
  - name: live-weekly
    cron: '30 17 * * 5'
    targets: ['live:docker']
    sections: [trades, safety, balance]
\`\`\`
`;

const reminders = metaOf(FILE_SECTIONS.remind_after);

const REMINDERS = `### \`remind_after\`

${reminders.description}

- Expected: ${reminders.expected}.
- Default: \`${reminders.default}\`.
- Example: \`${reminders.example}\`
`;

const FLAPPING = `
### \`flapping\`

${metaOf(FILE_SECTIONS.flapping).description} [guarantees.md](guarantees.md#alerts-that-come-and-go) has the whole table.

${Object.entries(flappingSchema.shape)
  .map(([key, schema]) => {
    const { description, expected, default: fallback } = metaOf(schema);
    return `- \`${key}\`: ${description}. Expected: ${expected}. Default: \`${fallback}\`.`;
  })
  .join('\n')}

\`\`\`yaml
flapping: { unstable_after: 3, within: 20m, repost_after_messages: 20, repost_after: 30m }
\`\`\`
`;
