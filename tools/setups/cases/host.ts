import { createPrivateCa } from '../../../test/helpers/privateCa';
import { type CaseGroup, report, withEnv } from '../setUp';

const WEBHOOK =
  'webhooks: { pagerduty: { type: pagerduty, url: "https://127.0.0.1:3/enqueue", routing_key: "0123456789abcdef0123456789abcdef" } }\n' +
  'escalation: { steps: [{ after: 5m, webhook: pagerduty }] }\n';

/** What is wrong with the machine, and with the way from it to others. */
export const hostCases: CaseGroup = {
  title: 'The machine',
  cases: [
    {
      name: 'a port that another program has',
      source: null,
      wrong: async (world) => ({
        env: { PORT: new URL(await world.startWeb((_, response) => response.end())).port },
      }),
      line: 'error  The port 18080 of 127.0.0.1 cannot be opened: EADDRINUSE',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'an address that is not of this machine',
      source: report('redis/ioredis', 1036),
      wrong: withEnv({ HOST: '192.0.2.1', PORT: '13999' }),
      line: 'error  The port 13999 of 192.0.2.1 cannot be opened: EADDRNOTAVAIL',
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a history file that cannot be written',
      source: null,
      wrong: withEnv({ HISTORY_FILE: '/etc/hostname/history.sqlite' }),
      line: 'warning  The history of checks cannot be kept in /etc/hostname/history.sqlite (ENOTDIR): it ends with the process',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a port for metrics that another program has',
      source: null,
      wrong: async (world) => ({
        env: { METRICS_PORT: new URL(await world.startWeb((_, response) => response.end())).port },
      }),
      line: ({ lastWeb }) =>
        `error  The port ${lastWeb.split(':')[1]} of 127.0.0.1 cannot be opened: EADDRINUSE`,
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a proxy that Node does not use',
      source: report('slackapi/python-slack-sdk', 948),
      wrong: withEnv({ HTTPS_PROXY: 'http://proxy.example:3128' }),
      line: 'warning  HTTPS_PROXY is set, and Node does not use it',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a private authority whose file is not there',
      source: report('slackapi/bolt-js', 1139),
      wrong: withEnv({ NODE_EXTRA_CA_CERTS: '/etc/nowhere.pem' }),
      line: 'error  NODE_EXTRA_CA_CERTS names /etc/nowhere.pem, which cannot be read: Node goes on without it',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a private authority whose file holds no certificate',
      source: null,
      wrong: withEnv({ NODE_EXTRA_CA_CERTS: '/etc/hostname' }),
      line: 'error  NODE_EXTRA_CA_CERTS names /etc/hostname, in which there is no certificate',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a ping address that leads nowhere',
      source: null,
      wrong: withEnv({ DEADMAN_PING_URL: 'http://127.0.0.1:3/ping' }),
      line: 'error  The server of DEADMAN_PING_URL, 127.0.0.1, cannot be reached: ECONNREFUSED',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'the page of a check in place of its address for pings',
      source: null,
      wrong: withEnv({ DEADMAN_PING_URL: 'https://healthchecks.io/checks/0f3d/details/' }),
      line: 'error  DEADMAN_PING_URL is the page of a check on healthchecks.io, not its address for pings',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a ping address with a certificate that is not trusted',
      source: report('slackapi/python-slack-sdk', 1214),
      wrong: async (world) => {
        const ca = createPrivateCa();
        world.after(() => ca.remove());
        const { port } = await world.startRedis({ argsFor: (own) => ca.redisArgs(own) });
        return { env: { DEADMAN_PING_URL: `https://localhost:${port}/ping` } };
      },
      line: 'error  The server of DEADMAN_PING_URL, localhost, cannot be reached: SELF_SIGNED_CERT_IN_CHAIN',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a webhook whose server cannot be reached',
      source: report('ministryofjustice/cloud-platform', 3541),
      wrong: () => ({ files: { 'arbwatch.yaml': WEBHOOK } }),
      line: 'error  The server of the webhook pagerduty, 127.0.0.1, cannot be reached: ECONNREFUSED',
      code: 2,
      bot: 'unhealthy',
    },
  ],
};
