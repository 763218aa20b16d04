import type { z } from 'zod';
import { placeOfId } from '../state/keys';
import { checkPaging } from './escalation/pagingConfig';
import { checkAgainstFailover, checkAgainstInterval } from './minimumThresholds';
import { checkRedis, checkStore, isUnderSentinel } from './redis';
import { checkRouting } from './routing/routingConfig';
import { CONFLICT, safeKey } from './schema/safeText';
import type { BotValues } from './schema/sections';
import { type ConfigSources, type ConfigView, RULE_VARIABLES } from './sources';

/** The view of a configuration from the last check of its schema. */
export function viewOf(values: object, context: z.core.$RefinementCtx, sources: ConfigSources): ConfigView {
  const wrong = new Set(context.issues.map(({ path }) => String(path?.[0])));
  const right = Object.entries(values).filter(([name]) => !wrong.has(name));
  return {
    values: Object.fromEntries(right) as Partial<BotValues>,
    rules: wrong.has('rules') ? {} : sources.rules,
    sources,
    report: (path, message) => {
      const steps = typeof path === 'string' ? [path] : [...path];
      context.addIssue({ code: 'custom', path: steps, message, params: CONFLICT });
    },
  };
}

/** Checks how the settings that the terminal reads fit together. */
export function checkReading(view: ConfigView): void {
  checkMonitor(view);
  checkStore(view);
}

function checkMonitor(view: ConfigView): void {
  const { rules, sources, report } = view;
  checkRedis(view, '');
  for (const { variable, rule, key } of RULE_VARIABLES)
    if (sources.isInFile(variable) && rules[rule]?.[key] !== undefined)
      report(['rules', rule, key], `is set beside ${variable.toLowerCase()}: set one of them only`);
  checkPrefixes(view);
  if (isUnderSentinel(sources)) checkAgainstFailover(view);
}

/** Checks how all settings fit together. */
export function checkBot(view: ConfigView): void {
  const { sources, report } = view;
  checkWatching(view);
  if (!sources.isSet('SLACK_BOT_TOKEN')) report('SLACK_BOT_TOKEN', 'is not set');
  if (!sources.isSet('SLACK_APP_TOKEN') && !sources.isSet('SLACK_SIGNING_SECRET'))
    report(
      'SLACK_SIGNING_SECRET',
      'is not set, and neither is SLACK_APP_TOKEN: set SLACK_APP_TOKEN for Socket Mode, or this for HTTP',
    );
}

/** Checks how the settings fit together that say how the bot watches. */
export function checkWatching(view: ConfigView): void {
  const { values, sources, report } = view;
  checkReading(view);
  checkRouting(view);
  checkMetricsPort(view);
  checkPaging(view);
  if (sources.isSet('DIGEST_CRON') && values.digests !== undefined)
    report('DIGEST_CRON', 'is set beside `digests` in the file: set one of them only');
  if (sources.isSet('ALERT_CHANNEL')) checkAgainstInterval(view);
  else if (sources.isSet('DEADMAN_PING_URL'))
    report(
      'DEADMAN_PING_URL',
      'is set, and ALERT_CHANNEL is not: nothing would be checked, so nothing pinged',
    );
}

/** The port of `/metrics` alone is another one than that of all else. */
function checkMetricsPort({ values, sources, report }: ConfigView): void {
  const { HOST: host, PORT: port, METRICS_HOST: metricsHost = host, METRICS_PORT: metricsPort } = values;
  const isPortSet = sources.isSet('METRICS_PORT');
  if (port === undefined || port === 0) return;
  if (isPortSet ? metricsPort !== port : !sources.isSet('METRICS_HOST')) return;
  const isForAll = (address: string | undefined): boolean => address === '0.0.0.0' || address === '::';
  if (metricsHost !== host && !isForAll(host) && !isForAll(metricsHost)) return;
  report(
    isPortSet ? 'METRICS_PORT' : 'METRICS_HOST',
    `would open port ${port} twice: set METRICS_PORT to another one than PORT`,
  );
}

/** A target of the file has one of the prefixes. */
function checkPrefixes({ values: { targets = {}, STATE_KEY_PREFIX: prefixes }, report }: ConfigView): void {
  for (const id of prefixes === undefined ? [] : Object.keys(targets)) {
    const prefix = placeOfId(id)?.otherPrefix ?? null;
    if (prefix !== null && !prefixes?.includes(prefix))
      report(
        ['targets', id],
        `"${safeKey(prefix)}" is not one of STATE_KEY_PREFIX: add it there, or name another one`,
      );
  }
}
