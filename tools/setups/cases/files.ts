import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseGroup, report, withFile } from '../setUp';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const README_DOTENV = (/SLACK_APP_TOKEN=[^`]*/.exec(README)?.[0] ?? '').replaceAll(/^ +/gm, '');

/** What is wrong with files. */
export const fileCases: CaseGroup = {
  title: 'Files',
  cases: [
    {
      name: 'a name in .env that is nearly right, behind a byte-order mark',
      source: report('oven-sh/bun', 34002),
      wrong: () => ({ env: { OPERATORS: undefined }, files: { '.env': '\ufeffOPERATOR=U0OPERATOR\n' } }),
      line: 'error  .env:1: OPERATOR: unknown setting. Did you mean OPERATORS?',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'the .env of the README as it stands there',
      source: null,
      wrong: () => ({
        env: {
          SLACK_APP_TOKEN: undefined,
          SLACK_BOT_TOKEN: undefined,
          REDIS_URL: undefined,
          ALERT_CHANNEL: undefined,
          OPERATORS: undefined,
        },
        files: { '.env': README_DOTENV },
      }),
      line: 'error  ALERT_CHANNEL: invalid value "C…": expected the id of a channel (C… or G…). Example: ALERT_CHANNEL=C0123ALERTS',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a # in a value of .env, at which Node would end it',
      source: null,
      wrong: () => ({ env: { REDIS_URL: undefined }, files: { '.env': 'REDIS_URL=redis://:hun#ter@x:1\n' } }),
      line: 'error  .env:1: REDIS_URL: has a # in its value, which would end it there: put the value in single quotes',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a line in .env that is no assignment',
      source: null,
      wrong: () => ({ files: { '.env': 'LOG_LEVEL: debug\n' } }),
      line: 'error  .env:1: LOG_LEVEL: debug: cannot be read: expected NAME=value. Example: LOG_LEVEL=info',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a folder in place of .env',
      source: report('docker/compose', 11935),
      wrong: () => ({ files: { '.env': null } }),
      line: 'error  .env: cannot be read: it is a directory, as Docker makes one where the file to mount is missing',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a folder in place of the configuration file, as Docker makes one',
      source: report('joshuaavalon/docker-cloudflare', 30),
      wrong: () => ({ files: { 'arbwatch.yaml': null } }),
      line: 'error  arbwatch.yaml: cannot be read: it is a directory, as Docker makes one where the file to mount is missing',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a configuration file that is not there',
      source: null,
      wrong: () => ({ env: { ARBWATCH_CONFIG: '/etc/arbwatch/nowhere.yaml' } }),
      line: 'error  ARBWATCH_CONFIG: "/etc/arbwatch/nowhere.yaml" cannot be read: there is no such file. Example: ARBWATCH_CONFIG=/etc/arbwatch/arbwatch.yaml',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a configuration file that is no text',
      source: report('motdotla/dotenv', 445),
      wrong: () => ({ files: { 'arbwatch.yaml': Buffer.from([0x41, 0xc3, 0x28]) } }),
      line: 'error  arbwatch.yaml: cannot be read: it is neither UTF-8 nor UTF-16; save it as UTF-8',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a configuration file that is no YAML',
      source: null,
      wrong: withFile('alert_channel: [C0ALERTS\n'),
      line: 'error  arbwatch.yaml:2:1: cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Example: log_level: info',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a key in the file that nobody knows',
      source: null,
      wrong: withFile('alert_chanel: C0ALERTS\n'),
      line: 'error  arbwatch.yaml:1:1: alert_chanel: unknown key. Did you mean alert_channel?',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an escalation to a webhook that is not there',
      source: report('prometheus/alertmanager', 203),
      wrong: withFile('escalation: { steps: [{ after: 5m, webhook: pagerduty }] }\n'),
      line: 'error  arbwatch.yaml:1:45: escalation.steps.0.webhook: is not one of webhooks: there are none. Example: escalation: { steps: [{ after: 5m, notify: on_call }, { after: 20m, webhook: pagerduty }] }',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an escalation to who is on call, and nobody is',
      source: null,
      wrong: withFile('escalation: { steps: [{ after: 5m, notify: on_call }] }\n'),
      line: 'error  arbwatch.yaml:1:44: escalation.steps.0.notify: needs to know who is on call: set on_call, or name a user (U…). Example: escalation: { steps: [{ after: 5m, notify: on_call }, { after: 20m, webhook: pagerduty }] }',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a webhook whose secret is in a variable that is not set',
      source: null,
      wrong: withFile(
        `webhooks: { pagerduty: { type: pagerduty, routing_key: "\${PAGERDUTY_KEY}" } }\nescalation: { steps: [{ after: 5m, webhook: pagerduty }] }\n`,
      ),
      line: `error  arbwatch.yaml:1:56: webhooks.pagerduty.routing_key: names the variable PAGERDUTY_KEY, which is not set: set it. Example: webhooks: { pagerduty: { type: pagerduty, routing_key: '\${PAGERDUTY_ROUTING_KEY}' } }`,
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a route that takes every alert',
      source: null,
      wrong: withFile('routes: [{ match: {}, channel: C0OPS }]\n'),
      line: 'error  arbwatch.yaml:1:19: routes.0.match: matches every alert, for which there is ALERT_CHANNEL: name severity, mode or target. Example: routes: [{ match: { severity: critical, mode: live }, channel: C0123CRIT }]',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'what Node reads at the start in .env, where it comes too late',
      source: report('shaharia-lab/slackcli', 115),
      wrong: () => ({ files: { '.env': 'NODE_EXTRA_CA_CERTS=/etc/ca.pem\n' } }),
      line: 'warning  .env: NODE_EXTRA_CA_CERTS: has no effect there, since Node reads it before this program: set it in the environment',
      code: 1,
      bot: 'warns',
    },
  ],
};
