import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault as CallFault } from '../../../sandbox';
import type { SlackFault } from '../faultNames';
import { ALERTS } from '../settings';
import type { Fault } from './doing';

const WRITES = ['chat.postMessage', 'chat.update'];

/** What Slack does to the calls of the bot. */
export const SLACK: Readonly<Record<SlackFault, Fault>> = {
  'Slack answers 429': failing(WRITES, (pick) => ({
    ratelimited: true,
    retryAfterS: 1 + Math.round(pick * 4),
  })),
  'Slack answers 500, having taken nothing': failing(WRITES, () => ({ status: 500 })),
  'Slack answers 500, having taken it': failing(WRITES, () => ({ acceptThenStatus: 500 })),
  'Slack takes it and drops the connection': failing(WRITES, () => ({ acceptThenDrop: true })),
  'Slack drops the connection': failing(['*'], () => ({ drop: true })),
  'Slack is slow': failing(['*'], (pick) => ({ delayMs: 1_000 + Math.round(pick * 14_000) })),
  'the channel is archived': async ({ slack, slackWasUnhealthy, now }, forMs) => {
    const from = now();
    slack.world.archive(ALERTS, true);
    await sleep(forMs);
    slack.world.archive(ALERTS, false);
    slackWasUnhealthy({ from, to: now() });
  },
  'history cannot be read': failing(['conversations.history', 'conversations.replies'], () => ({
    status: 500,
  })),
  'response_url fails': failing(['response_url'], () => ({ status: 500 })),
};

function failing(routes: readonly string[], faultFor: (pick: number) => CallFault): Fault {
  return async ({ slack, slackWasUnhealthy, now }, forMs, pick) => {
    const from = now();
    const fault = faultFor(pick);
    const heals = routes.map((route) => slack.fail(route, fault));
    await sleep(forMs);
    for (const heal of heals) heal();
    slackWasUnhealthy({ from, to: now() + (fault.delayMs ?? 0) });
  };
}
