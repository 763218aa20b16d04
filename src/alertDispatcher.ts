import { randomUUID } from 'node:crypto';
import type { AlertOptions } from '../formatters';
import { languageOfChannel } from './access/languages';
import type { FailedPage } from './alerting/escalation/escalateDue';
import type { Readers } from './alerting/personal/subscriber';
import { alertChannels } from './alerting/routing/alertRoutes';
import { runbookOf } from './alerting/ruleSettings/runbook';
import type { AlertSettings } from './alerting/types';
import type { WatchConfig } from './config';
import type { Clock, Sleep } from './lib/clock';
import { inLanguage } from './lib/language';
import type { Logger } from './lib/logger';
import type { Metrics } from './metrics/metrics';
import { Dispatcher, type DispatcherHooks } from './notify/dispatcher';
import type { LocalDecisions } from './notify/outage/localDecisions';
import { pageFailureHandler } from './notify/pages/pageFailures';
import { isNeeded, pageSentHandler } from './notify/pages/pageProgress';
import type { StateCache } from './notify/recovery/stateCache';
import { createRenderer } from './notify/render';
import type { PostWebhook } from './notify/webhooks/postWebhook';
import { createWebhookSender } from './notify/webhooks/webhookSender';
import type { NewBlocks } from './slack/outbound/newBlocks';
import type { SlackMessageApi } from './slack/outbound/slackApi';
import { createSlackMessageApi } from './slack/outbound/webApi';
import type { AlertStore } from './storage/alertStore';

export interface AlertDispatcherDeps extends Partial<Pick<Readers, 'languageOfPerson'>> {
  /** The configuration as it is now. */
  readonly settings: () => WatchConfig;
  /** By what is decided now. */
  readonly decide: () => AlertSettings;
  readonly alertStore: AlertStore;
  readonly stateCache: StateCache;
  readonly localDecisions: LocalDecisions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly demo: boolean;
  readonly metrics: Metrics;
  /** In place of Slack's Web API as `config.slack` names it. */
  readonly slack: SlackMessageApi | undefined;
  readonly newBlocks: NewBlocks;
  /** In place of HTTP. */
  readonly postWebhook: PostWebhook | undefined;
  readonly sleep: Sleep;
  /** From 0 to 1. */
  readonly random: () => number;
  /** A page could not be sent, of whatever incident. */
  readonly onPageFailed: (failed: FailedPage) => void;
  /** Makes a check at once. */
  readonly check: () => Promise<unknown>;
  readonly onUndeliverable: NonNullable<DispatcherHooks['onUndeliverable']>;
  /** Whether its configuration is older than that of instances which evaluate. */
  readonly isOutdated: () => boolean;
}

/** What sends alerts and pages, wired. */
export function createAlertDispatcher(deps: AlertDispatcherDeps): Dispatcher {
  const { settings, decide, alertStore, stateCache, localDecisions, clock, log, demo, metrics } = deps;
  const { slack, sleep, random, check, languageOfPerson = () => settings().language } = deps;
  const options = (): AlertOptions => {
    const { currency, currencies, timezone: zone, docsUrl, alerts } = settings();
    const { rules } = alerts.decide;
    return {
      ...{ demo, currency, currencies, zone, docsUrl },
      runbookOf: (rule, target) => runbookOf(rules, rule, target),
    };
  };
  const { botToken: token, apiUrl } = settings().slack;
  const outcomes = { stateCache, clock, log, settings: decide, wake: () => dispatcher.wake() };
  const storeFailure = pageFailureHandler(outcomes);
  const sendWebhook = createWebhookSender({
    ...{ clock, log, post: deps.postWebhook },
    webhooks: () => settings().alerts.webhooks,
    zone: () => settings().timezone,
    onResult: (type, result) => metrics.webhookRequested(type, result),
  });
  const dispatcher: Dispatcher = new Dispatcher({
    alertStore,
    slack: slack ?? createSlackMessageApi({ token, apiUrl, log, clock, newBlocks: deps.newBlocks }),
    clock,
    sleep,
    log,
    render: createRenderer({ options, languageOf: (channel) => languageOfChannel(settings(), channel) }),
    languageOfPerson,
    instanceId: randomUUID(),
    localDecisions,
    settings: {
      get fallbackChannel() {
        return settings().alerts.fallbackChannel;
      },
      get repost() {
        return settings().alerts.repost;
      },
      get alertChannels() {
        return alertChannels(decide());
      },
    },
    random,
    hooks: {
      // What another instance stored, this one remembers, should Redis lose it before the next check.
      onRemoteChange: () => void stateCache.load().catch(() => undefined),
      // The traders' keys may be older, too: the next check is made at once.
      onRollback: async () => {
        if (await stateCache.restoreLost()) void check().catch(() => undefined);
      },
      onDelivered: ({ notification, detectedAt, deliveredAt }) =>
        metrics.delivered(notification.kind, deliveredAt.getTime() - detectedAt.getTime()),
      onUndeliverable: deps.onUndeliverable,
      onFailed: ({ call, kind }) => metrics.slackRequestFailed(call, kind),
    },
    paging: {
      webhook: (page, context) => inLanguage(settings().language, () => sendWebhook(page, context)),
      onFailed: (failed) => {
        deps.onPageFailed(failed);
        return storeFailure(failed);
      },
      onSent: pageSentHandler(outcomes),
      // Of a webhook it may have another address and key, or none.
      isOurs: ({ via }) => 'dm' in via || !deps.isOutdated(),
      isNeeded: (page) => isNeeded(page, stateCache.known()),
    },
  });
  return dispatcher;
}
