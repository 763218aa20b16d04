import { type FaultModel, isRedisHealthy, isSlackHealthy } from './faultModel';
import type { Instance } from './instance';
import { SpanKeeper } from './spans';

/** How the world is just now. */
export interface WorldNow {
  readonly nowMs: number;
  readonly faultModel: FaultModel;
  readonly instances: readonly Instance[];
  /** Whether an instance's clock was not set a short while ago. */
  readonly isSure: (instance: Instance) => boolean;
  /** Instances are killed sooner or later, and what only they remember is forgotten with them. */
  readonly mayBeKilled: boolean;
  /** Slack takes messages, as far as the world alone has a say in it. */
  readonly isSlackOpen: boolean;
  readonly isWebhookAway: boolean;
}

/** Notes down since when the instances can watch, and Slack and the webhook can be reached. */
export class Conditions {
  readonly certain = new SpanKeeper();
  readonly possible = new SpanKeeper();
  readonly slackHealthy = new SpanKeeper();
  readonly webhookHealthy = new SpanKeeper();
  readonly outage = new SpanKeeper();

  update(world: WorldNow): void {
    const { nowMs, faultModel, instances, isSure, mayBeKilled } = world;
    const isRedisUp = isRedisHealthy(faultModel);
    const watches = instances.filter((instance) => instance.running !== null && !instance.isPaused);
    const isCertain = isRedisUp && watches.some((instance) => !instance.isCutFromRedis);
    const mayForget = faultModel.refusesWrites && mayBeKilled;
    this.certain.set(isCertain && !mayForget && instances.every(isSure), nowMs);
    this.possible.set(
      !faultModel.isRedisAway && instances.some(({ running, isCutFromRedis }) => running && !isCutFromRedis),
      nowMs,
    );
    const canAllSee =
      watches.length > 0 &&
      instances.every((instance) => !instance.isCutFromRedis && !instance.isPaused && isSure(instance));
    this.outage.set(!isRedisUp || faultModel.refusesWrites || !canAllSee, nowMs);
    this.webhookHealthy.set(!world.isWebhookAway, nowMs);
    this.slackHealthy.set(
      isSlackHealthy(faultModel) &&
        world.isSlackOpen &&
        !instances.some(({ isCutFromSlack }) => isCutFromSlack),
      nowMs,
    );
  }
}
