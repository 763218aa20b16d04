import type { Setting } from '../../src/config/schema/setting';
import { SETTINGS } from '../../src/config/schema/settings';
import { fileReference } from './ruleReference';

const GROUPS: readonly { readonly title: string; readonly starts: readonly string[] }[] = [
  { title: 'Slack', starts: ['SLACK_'] },
  { title: 'Redis', starts: ['REDIS_'] },
  { title: 'What the bot keeps', starts: ['STORE_'] },
  { title: 'The traders', starts: ['STATE_', 'ENVS', 'HEARTBEAT_', 'STALE_', 'TRADER_', 'CURRENCY'] },
  { title: 'Alerts', starts: ['ALERT_', 'CHECK_', 'BLIND_', 'FROZEN_', 'TIMEZONE', 'DIGEST_', 'DEADMAN_'] },
  { title: 'Who may do what', starts: ['VIEWERS', 'OPERATORS'] },
  { title: 'The bot itself', starts: ['HOST', 'PORT', 'DOCS_', 'LOG_', 'ARBWATCH_'] },
];

/** docs/configuration.md, from the settings themselves. Throws when a setting belongs to no group. */
export function configurationReference(): string {
  const settings = Object.entries<Setting>(SETTINGS);
  const grouped = GROUPS.map(({ title, starts }) => ({
    title,
    settings: settings.filter(([name]) => starts.some((start) => name.startsWith(start))),
  }));
  const count = grouped.reduce((sum, group) => sum + group.settings.length, 0);
  if (count !== settings.length) throw new Error('A setting belongs to no group or to two: see GROUPS.');
  return [INTRODUCTION, ...grouped.map(group), fileReference()].join('\n');
}

const INTRODUCTION = `# Configuration

Settings are environment variables, or stand in a file \`arbwatch.yaml\` under their names in lower case
(\`alert_channel: C0123ALERTS\`; a list may be one of YAML). A file \`.env\` in the working directory is read too. A
variable of the environment wins over \`.env\`, and that over \`arbwatch.yaml\`. What is empty counts as not set.

What is wrong is told all at once at the start, each with the variable, or with the file, the line, the column and the
key, with what is wrong and an example; and the bot does not start. \`arbwatch --check-config\` tells it without starting
anything, and ends with 0 or 1.

Values of secrets are never shown. A secret may stand in the file, which then should be readable by the bot alone; where
that is not sure, set its variable.

<!-- Written by \`npm run docs\` from src/config/schema/settings.ts and from the rules. -->
`;

const group = ({ title, settings }: { title: string; settings: [string, Setting][] }): string =>
  [`## ${title}\n`, ...settings.map(entry)].join('\n');

const entry = ([name, { about, expected, example, fallback, secret }]: [string, Setting]): string =>
  [
    `### \`${name}\`\n`,
    `${about}\n`,
    `- Must be ${expected}.`,
    fallback === null ? '- Without it: none.' : `- Without it: \`${fallback}\`.`,
    `- Example: \`${name}=${example}\``,
    ...(secret ? ['- A secret.'] : []),
    '',
  ].join('\n');
