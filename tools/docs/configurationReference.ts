import { isReloadable } from '../../src/config/reload/reloadable';
import { metaOf } from '../../src/config/schema/setting';
import { FORMER_NAMES, SETTING_NAMES, SETTINGS, type SettingName } from '../../src/config/schema/settings';
import { fileReference } from './ruleReference';

const GROUPS: readonly { readonly title: string; readonly starts: readonly string[] }[] = [
  { title: 'Slack', starts: ['SLACK_', 'PUBLIC_'] },
  { title: 'Redis', starts: ['REDIS_'] },
  { title: 'What the bot keeps', starts: ['STORE_', 'HISTORY_'] },
  { title: 'The traders', starts: ['STATE_', 'ENVS', 'HEARTBEAT_', 'STALE_', 'TUNING_', 'CURRENCY'] },
  { title: 'Alerts', starts: ['ALERT_', 'CHECK_', 'OUTAGE_', 'FROZEN_', 'TIMEZONE', 'DIGEST_', 'DEADMAN_'] },
  { title: 'Who may do what', starts: ['VIEWERS', 'OPERATORS'] },
  { title: 'The bot itself', starts: ['HOST', 'PORT', 'DOCS_', 'LOG_', 'LANGUAGE', 'ARBWATCH_'] },
  { title: 'Metrics', starts: ['METRICS_'] },
];

/** docs/configuration.md, from the settings themselves. Throws when a setting belongs to no group. */
export function configurationReference(): string {
  const grouped = GROUPS.map(({ title, starts }) => ({
    title,
    settings: SETTING_NAMES.filter((name) => starts.some((start) => name.startsWith(start))),
  }));
  const count = grouped.reduce((sum, group) => sum + group.settings.length, 0);
  if (count !== SETTING_NAMES.length) throw new Error('A setting belongs to no group or to two: see GROUPS.');
  return [INTRODUCTION, ...grouped.map(group), fileReference()].join('\n');
}

const INTRODUCTION = `# Configuration

Settings are environment variables, or keys in a file \`arbwatch.yaml\` under their names in lower case
(\`alert_channel: C0123ALERTS\`; a list may be a YAML list). The bot also reads a file \`.env\` in the working directory. A
variable of the environment wins over \`.env\`, and both win over \`arbwatch.yaml\`. An empty value counts as not set.
\`.env\` may be UTF-8 or UTF-16, with quotes and \`export\`. A name in it that resembles a setting and is none is a
problem; in the environment, which other programs share, it is a warning.

If anything is wrong, the bot does not start. It lists all problems at once: the variable, or the file with line, column
and key; the problem; and an example. \`arbwatch --check-config\` does the same without starting anything, and exits with 0
or 2.

A changed file is [reloaded](operating.md#changing-the-configuration) while the bot runs; what stands in the environment or in
\`.env\` needs a restart. Below, each setting says what applies it where it stands in the file; all [sections](#only-in-the-file) of the file are reloaded.

Secrets are never shown. You may put one into the file if only the bot can read the file; otherwise set its variable.

<!-- Written by \`npm run docs\` from src/config/schema/ and from the rules. -->
`;

const group = ({ title, settings }: { title: string; settings: readonly SettingName[] }): string =>
  [`## ${title}\n`, ...settings.map(entry)].join('\n');

function entry(name: SettingName): string {
  const { description, expected, example, default: fallback, secret } = metaOf(SETTINGS[name]);
  const [former] = [...FORMER_NAMES].flatMap(([old, now]) => (now === name ? [old] : []));
  return [
    `### \`${name}\`\n`,
    `${description}\n`,
    `- Expected: ${expected}.`,
    fallback === undefined ? '- Default: none.' : `- Default: \`${fallback}\`.`,
    `- Example: \`${name}=${example}\``,
    ...(name === 'ARBWATCH_CONFIG'
      ? []
      : [`- Applied by ${isReloadable(name) ? 'a reload' : 'a restart only'}.`]),
    ...(former === undefined ? [] : [`- Formerly \`${former}\`, which this release still accepts.`]),
    ...(secret ? ['- A secret.'] : []),
    '',
  ].join('\n');
}
