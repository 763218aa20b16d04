import { CheckHealth, type CheckHealthOptions } from '../../src/jobs/checkHealth';
import type { SendResult, SlackMessageApi } from '../../src/slack/outbound/slackApi';
import { type Mutant, mutant } from './mutant';

const asOutage = <T>(result: SendResult<T>): SendResult<T> =>
  result.kind === 'rejected' && result.scope === 'unknown' ? { ...result, scope: 'transient' } : result;

const takingForOutages = (slack: SlackMessageApi): SlackMessageApi => ({
  ...slack,
  post: async (what) => asOutage(await slack.post(what)),
  update: async (what) => asOutage(await slack.update(what)),
});

/** Faults in what is done about codes that nobody knows, of which each must be found out. */
export const CODE_MUTANTS: readonly Mutant[] = [
  mutant('takes every unknown code for an outage', {
    firstSeed: 13,
    firstDays: 1,
    slack: takingForOutages,
  }),
  mutant('pings nobody once something was given up', {
    firstSeed: 120,
    firstDays: 2,
    plant: () => {
      const { isDeliveryHealthy } = CheckHealth.prototype;
      CheckHealth.prototype.isDeliveryHealthy = function (this: CheckHealth) {
        const { deps } = this as unknown as { readonly deps: CheckHealthOptions };
        return isDeliveryHealthy.call(this) && (deps.dropped?.() ?? []).length === 0;
      };
      return () => {
        CheckHealth.prototype.isDeliveryHealthy = isDeliveryHealthy;
      };
    },
  }),
];
