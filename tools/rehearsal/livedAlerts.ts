import { missedCheckAfterMs } from '../../src/alerting/observation/gap';
import type { AlertConfig } from '../../src/config';
import { LocalHistory } from '../../src/history/localHistory';
import { decodeNotification } from '../../src/notify/model/codec';
import { AlertCollector } from '../../src/rehearsal/alertCollector';
import { scheduleFaults } from '../simulation/faults';
import { mutant } from '../simulation/mutant';
import type { Plan } from '../simulation/plan';
import { Prng } from '../simulation/prng';
import { scheduleTraders } from '../simulation/traderSchedule';
import { World } from '../simulation/world';

/** What a bot did in a world, with the settings that it had there. */
export interface Lived {
  readonly alerts: AlertCollector['alerts'];
  /** What its checks found; null where that was not asked for. */
  readonly history: LocalHistory | null;
}

/** Runs the bot through the world of a plan, in which nobody presses a button. */
export async function liveThrough(
  plan: Plan,
  config: (given: AlertConfig) => AlertConfig,
  { isRecorded = false } = {},
): Promise<Lived> {
  const collector = new AlertCollector(plan.alerts.decide.outageAfterMs);
  const collecting = mutant('none', {
    config,
    alertStore: (store) => ({
      ...store,
      async commit(change) {
        const isStored = await store.commit(change);
        if (isStored)
          for (const { text } of change.enqueue) {
            const notification = decodeNotification(text);
            if (notification !== null)
              collector.add({ notifications: [notification] }, notification.detectedAt, null);
          }
        return isStored;
      },
    }),
  });
  const clock = { now: () => new Date(world.queue.nowMs), monotonicMs: () => world.queue.nowMs };
  const missedAfterMs = missedCheckAfterMs(plan.alerts.decide.checkIntervalMs);
  const history = isRecorded ? await LocalHistory.open({ missedAfterMs, clock }) : null;
  const world: World = new World(plan, new Prng(plan.seed, 'world'), {
    ...{ isLogWanted: false, mutant: collecting, hasPeople: false },
    ...(history && { history }),
  });
  scheduleTraders(world);
  scheduleFaults(world);
  world.start();
  await world.queue.runUntil(plan.endMs);
  return { alerts: collector.alerts, history };
}
