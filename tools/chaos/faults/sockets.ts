import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketFault } from '../faultNames';
import type { Fault } from './doing';

/** What Slack does to the connections by which commands come. */
export const SOCKETS: Readonly<Record<SocketFault, Fault>> = {
  'Socket Mode: warning': async ({ slack }) => slack.disconnect('warning'),
  'Socket Mode: refresh_requested': async ({ slack }) => slack.disconnect('refresh_requested'),
  'Socket Mode: link_disabled': async ({ slack }) => slack.disconnect('link_disabled'),
  'Socket Mode: connections cut': async ({ slack }) => slack.dropConnections(),
  'Socket Mode: cut and refused': async ({ slack }, forMs) => {
    slack.refuseConnections(true);
    slack.dropConnections();
    await sleep(forMs);
    slack.refuseConnections(false);
  },
};
