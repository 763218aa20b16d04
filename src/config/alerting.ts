import type { AlertSettings } from '../alerting';
import type { RepostSettings } from '../alerting/flapping/settings';
import type { DigestConfig } from '../digests/digest';
import { pagingConfig } from './escalation/pagingConfig';
import { routingConfig } from './routing/routingConfig';
import type { WatchValues } from './schema/sections';
import { configuredDigestSchema } from './schema/sections';
import { silenceWindows } from './silences/silenceWindows';
import type { RuleParts } from './sources';
import type { ConfiguredTargets } from './targets';
import { type WebhookConfig, webhookConfigs } from './webhooks/webhookConfig';

/** How the bot watches by itself. */
export interface AlertConfig {
  readonly decide: AlertSettings;
  /** Receives what the alert channel cannot; null for none. */
  readonly fallbackChannel: string | null;
  /** When the message of an alert that fires again is posted again. */
  readonly repost: RepostSettings;
  /** Requested after each successful check; null for none. */
  readonly deadmanPingUrl: string | null;
  /** None where they are switched off. */
  readonly digests: readonly DigestConfig[];
  readonly webhooks: readonly WebhookConfig[];
}

/** The digest that there is where the file has none. */
const DEFAULT_NAME = 'daily';

/** How the bot watches; null where no alert channel is set. */
export function alertConfig(
  values: WatchValues,
  rules: RuleParts,
  { directory, targets }: ConfiguredTargets,
): AlertConfig | null {
  const { ALERT_CHANNEL: channel } = values;
  if (channel === undefined) return null;
  return {
    decide: {
      channel,
      checkIntervalMs: values.CHECK_INTERVAL * 1000,
      outageAfterMs: values.OUTAGE_AFTER * 1000,
      remindAfterMs: values.remind_after,
      flapping: { unstableAfter: values.flapping.unstable_after, withinMs: values.flapping.within },
      rules,
      ...routingConfig(values),
      paging: pagingConfig(values),
      directory,
      targets,
      silenceWindows: silenceWindows(values.maintenance ?? [], values.quiet_hours ?? [], values.TIMEZONE),
      zone: values.TIMEZONE,
    },
    fallbackChannel: values.ALERT_FALLBACK_CHANNEL ?? null,
    repost: {
      afterMessages: values.flapping.repost_after_messages,
      afterMs: values.flapping.repost_after,
    },
    deadmanPingUrl: values.DEADMAN_PING_URL ?? null,
    digests: digestConfigs(values, channel),
    webhooks: webhookConfigs(values.webhooks),
  };
}

/** The digests of the file, or the one of `DIGEST_CRON`. */
function digestConfigs(
  { digests, DIGEST_CRON: cron, TIMEZONE }: WatchValues,
  alertChannel: string,
): readonly DigestConfig[] {
  const all = digests ?? (cron === null ? [] : [configuredDigestSchema.parse({ name: DEFAULT_NAME, cron })]);
  return all.map(({ zone = TIMEZONE, channel = alertChannel, ...digest }) => ({ ...digest, zone, channel }));
}
