import type { Incident } from '../../../src/alerting/incidents/incident';
import type { AlertEvent } from '../../../src/notify/model/notification';
import { slackLink, type TextSpan } from '../../blockKit/blocks';
import type { AlertOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';

const PAGE = 'operating.md';

/** Rules with an anchor of their own in docs/operating.md. */
const ANCHORED = [
  'no_sign_of_life',
  'no_heartbeat',
  'stale_portfolio',
  'circuit_breaker',
  'balance_drop',
  'high_exposure',
  'order_problem',
  'price_feed',
  'no_trades',
  'divergence',
  'monitoring_outage',
  'dataLoss',
  'live_trading',
  'safety_violations',
  'control',
  'tuning',
];

/**
 * Where it stands what to do: in the runbook that is configured for the rule and its first target, or in the rule's row of
 * docs/operating.md. Null where neither is configured.
 */
export function runbookLink(
  { rule, targets }: Pick<Incident, 'rule' | 'targets'>,
  options: AlertOptions,
): TextSpan | null {
  const url = urlOf(rule, targets[0]?.target ?? '', options);
  return url === null ? null : { link: url, text: t.evidence.runbook };
}

/** When an event was observed and, unless it only informs, where it stands what to do: for small print, as mrkdwn. */
export function observedMrkdwn({ rule, target, severity, at }: AlertEvent, options: AlertOptions): string {
  const url = severity === 'info' ? null : urlOf(rule, target, options);
  const observed = t.common.observedAt(at);
  return url === null ? observed : `${observed} · ${slackLink(url, t.evidence.runbook)}`;
}

const urlOf = (rule: string, target: string, { docsUrl, runbookOf }: AlertOptions): string | null =>
  runbookOf?.(rule, target) ?? defaultUrl(rule, docsUrl);

const defaultUrl = (rule: string, docsUrl: string | null | undefined): string | null =>
  docsUrl == null || !ANCHORED.includes(rule) ? null : `${docsUrl}${PAGE}#alert-${rule}`;
