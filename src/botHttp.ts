import { currencyOf } from '../formatters';
import type { TargetStates } from './alerting/targetStates';
import type { AlertPipeline } from './alertPipeline';
import type { BotConfig } from './config';
import type { SetupChecks } from './doctor/setupChecks';
import { isReady, type Readiness } from './http/server';
import { HttpServers } from './http/servers';
import { redisReadiness } from './http/storeReadiness';
import { tradersReadiness } from './http/tradersReadiness';
import type { Discovery } from './jobs/discovery';
import type { Logger } from './lib/logger';
import type { Metrics } from './metrics/metrics';
import { targetReader } from './metrics/readTargets';
import type { TargetDirectory } from './monitors/live/targetDirectory';
import type { SlackApp } from './slack/inbound/app';
import type { Stores } from './storage/connect';

interface BotHttpDeps {
  readonly config: BotConfig;
  /** What is configured at the moment. */
  readonly settings: () => BotConfig;
  readonly state: Stores;
  readonly pipeline: AlertPipeline | null;
  readonly discovery: Discovery;
  readonly setup: SetupChecks;
  readonly slack: SlackApp;
  readonly states: Pick<TargetStates, 'of'>;
  readonly targets: TargetDirectory;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The probes, the metrics and, without Socket Mode, the way in for Slack, wired; nothing listens before `start`. */
export function createBotHttp(deps: BotHttpDeps): HttpServers {
  const { config, settings, state, pipeline, discovery, setup, slack, states, targets, metrics, log } = deps;
  const alerting =
    pipeline &&
    ((): Readiness => ({
      setup: setup.readiness(),
      traders: tradersReadiness(discovery.latest && pipeline.targets, settings().directory.named),
      ...pipeline.readiness(),
    }));
  if (alerting) metrics.registerAlertingHealth(() => isReady(alerting()));
  metrics.registerSetupFaults(() => setup.counts());
  if (config.metrics.targets)
    metrics.registerTargets({
      read: targetReader({ states, targets, named: () => settings().targets, log }),
      currencyOf: (target) => currencyOf(settings(), target),
    });
  return new HttpServers(
    {
      host: config.host,
      port: config.port,
      slackEvents: slack.requestListener,
      readiness: async () => {
        const [slackReady, redisReady] = await Promise.all([
          slack.readiness(),
          redisReadiness(state, { mustStore: pipeline !== null }),
        ]);
        return { slack: slackReady, ...redisReady };
      },
      ...(alerting && { alerting }),
      metrics,
      log,
    },
    config.metrics,
  );
}
