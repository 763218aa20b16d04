import { DIGEST_KEYS } from '../../src/config/digests';
import { REMIND_AFTER } from '../../src/config/schema/remindAfter';
import { RULE_REFERENCE, type RuleShape } from '../../src/config/schema/ruleReference';
import { TARGET_KEYS } from '../../src/config/targets';

/** What each rule of `rules` is for. */
const ABOUT: Readonly<Record<string, string>> = {
  no_sign_of_life:
    'A trader is down: every sign of life that it is expected to give, its heartbeats and its portfolio, is older than `stale_after`; or it should run, by a flag, a real order of the last day or `targets`, and gave none since the bot began to watch it.',
  no_heartbeat:
    'A trader sent heartbeats and stopped, while its portfolio is still written. After 24 hours, or when somebody presses "Portfolio alone decides", no heartbeat is expected any more.',
  stale_portfolio:
    'A trader sends heartbeats, and has not written its portfolio for `after`, or the key has expired.',
  live_trading: 'Live trading was enabled or armed, which is told loudly, or disabled or disarmed.',
  circuit_breaker:
    'The circuit breaker tripped; of a live trader that reports whether it is active, an alert that lasts until it is not.',
  safety_violations: 'Safety violations were counted; those of `group_interval` are told together.',
  counter_reset: 'A counter was reset: a line in the log alone.',
  uptime_totals: 'What digests tell of: how much was traded and counted, and how long a trader was up.',
  control:
    'A run of the trading system came into PANIC or EMERGENCY_CLOSE, by its control state, or left it.',
  tuning: 'A tuning session finished, or stalled: no iteration for so many times its usual gap.',
};

/** What the file may hold beside the settings. Throws when a rule has no word on what it is for. */
export function fileReference(): string {
  return [TARGETS, INTRODUCTION, ...RULE_REFERENCE.map(section), DIGESTS, REMINDERS].join('\n');
}

const TARGETS = `## In the file alone

### \`targets\`

The traders that should run, by their ids: a mode (live, paper, shadow) and any env, with a colon between. One of another
prefix than the first of \`STATE_KEY_PREFIX\` has that before it (\`other/paper:docker\`). Those named here are watched from
the start, and are never forgotten. What there is besides is found by its keys, or is of \`ENVS\`.

- \`signs\`: the signs of life that it is expected to give: ${TARGET_KEYS.signs}. Without it: those that it is observed to give.

\`\`\`yaml
targets:
  'live:production': { signs: [portfolio] }
  'paper:docker':
\`\`\`

### \`discover\`

All keys are looked through for traders at the start and every 10 minutes. One that is found is named in the next digest,
is watched once it has written for 5 minutes, and is forgotten when it has had no key for 7 days, unless it is off watch on
purpose or an alert of it is open.

- \`ignore\`: ${TARGET_KEYS.ignore}. These are left out, unless \`targets\` names them. Without it: \`[]\`.

\`\`\`yaml
discover:
  ignore: ['shadow:*', 'paper:my-laptop']
\`\`\`
`;

const INTRODUCTION = `### \`rules\`

What the bot watches for, a part for each rule below. \`enabled: false\` switches one off. Under \`targets\`, what differs
for one target: a mode (live, paper, shadow) and an env, such as \`live:docker\`.

\`\`\`yaml
alert_channel: C0123ALERTS
rules:
  no_sign_of_life:
    stale_after: 90s
    targets:
      'live:docker': { stale_after: 60s }
\`\`\`

\`rules.no_sign_of_life.stale_after\` and \`STALE_AFTER\` are one setting, and so are \`rules.stale_portfolio.after\` and
\`FROZEN_AFTER\`: a variable wins over the file, but not over what the file says of one target. With \`ALERT_CHANNEL\` set,
each \`stale_after\` of \`no_sign_of_life\` must be at least \`CHECK_INTERVAL\` and 1 s more. Under Sentinel, each \`stale_after\` and
\`after\` must be 30 s or more.
`;

/** What serves where a setting is not set and its schema's own default does not: see src/config/schema/stale_after.ts. */
const FALLBACKS: Readonly<Record<string, string>> = {
  'no_heartbeat.stale_after': 'that of `rules.no_sign_of_life` for the target',
  'uptime_totals.stale_after': 'that of `rules.no_sign_of_life` for the target',
};

function section({ rule, settings, byTarget }: RuleShape): string {
  const about = ABOUT[rule];
  if (about === undefined)
    throw new Error(`Say in tools/docs/ruleReference.ts what the rule ${rule} is for.`);
  const entries = settings.map(
    ({ name, expected, fallback }) =>
      `- \`${name}\`: ${expected}. Without it: ${FALLBACKS[`${rule}.${name}`] ?? `\`${fallback}\``}.`,
  );
  const note = byTarget ? [] : ['- No `targets`.'];
  return [`#### \`rules.${rule}\`\n`, `${about}\n`, ...entries, ...note, ''].join('\n');
}

const DIGESTS = `### \`digests\`

Any number of digests, in place of the one of \`DIGEST_AT\`; \`[]\` for none.

${Object.entries(DIGEST_KEYS)
  .map(
    ([key, { expected, fallback }]) =>
      `- \`${key}\`: ${expected}. ${fallback === null ? 'Needed.' : `Without it: ${fallback}.`}`,
  )
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

const REMINDERS = `### \`remind_after\`

${REMIND_AFTER.about}

- Must be ${REMIND_AFTER.expected}.
- Without it: \`${REMIND_AFTER.fallback}\`.
- Example: \`remind_after: ${REMIND_AFTER.fallback}\`
`;
