import type { DigestHistory, History } from '../invariants/history';
import { timesIn } from './addressing';
import { slotsIn } from './calendar';
import { isFollowed } from './following/messages';
import type { World } from './world';

/** The history of a world that has come to its end, for the checker. */
export function historyOf(world: World, waiting: readonly string[], pending: ReadonlySet<string>): History {
  const { plan, slack, users, sessions, traders, conditions } = world;
  const { decide } = plan.alerts;
  const endMs = world.queue.nowMs;
  const messages = slack.messages.map(({ firstMark, mark, ...kept }) => ({
    ...kept,
    mark: { ...firstMark },
    lastId: mark.id,
  }));
  return {
    settings: {
      checkIntervalMs: decide.checkIntervalMs,
      staleAfterMs: plan.staleAfterMs,
      frozenAfterMs: plan.frozenAfterMs,
      outageAfterMs: decide.outageAfterMs,
      digests: digestsOf(world),
      clockErrorMs: world.clockErrorMs,
      paging: plan.addressing.paging,
      webhook: plan.addressing.webhook,
      maintenance: timesIn(plan.addressing.maintenance, { from: plan.startMs, to: endMs }),
      quietHours: timesIn(plan.addressing.quietHours, { from: plan.startMs, to: endMs }),
      isCalm: plan.faults.size === 0,
      hasOnlyUnknownCodes: [...plan.faults].every((name) => name === 'slack answers unknown codes'),
      criticalChannel: plan.addressing.criticalChannel,
    },
    span: { from: plan.startMs, to: endMs },
    traders: traders.map((trader) => trader.history(endMs)),
    sessions,
    watch: {
      certain: conditions.certain.until(endMs),
      possible: conditions.possible.until(endMs),
      outage: conditions.outage.until(endMs),
      lost: world.dataLosses.lost,
      forgot: world.dataLosses.forgot,
    },
    slack: {
      messages: messages.filter(({ mark }) => !isFollowed(mark.id)),
      healthy: conditions.slackHealthy.until(endMs),
      canReadHistory: slack.canReadHistory,
      tooFast: world.tooFast,
      refused: world.unknownCodes.refusedForGood(pending),
    },
    webhook: { requests: world.webhook.requests, healthy: conditions.webhookHealthy.until(endMs) },
    ...(world.followers && {
      follows: {
        asked: world.followers.asked,
        messages: messages.filter(({ mark }) => isFollowed(mark.id)),
        healthy: world.followers.healthy.until(endMs),
        forgot: world.followers.forgot,
      },
    }),
    ...(world.looksForPings && { pings: world.pings }),
    acts: users.acts,
    waiting,
  };
}

/** Each digest with all of its slots. */
const digestsOf = ({ plan }: World): DigestHistory[] =>
  plan.alerts.digests.map(({ name, channel, cron, zone }) => ({
    name,
    channel,
    slots: slotsIn(cron, zone, { from: plan.startMs, to: plan.endMs }),
  }));
