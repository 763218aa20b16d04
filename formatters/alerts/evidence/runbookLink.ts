import type { Incident } from '../../../src/alerting/incidents/incident';
import type { TextSpan } from '../../blockKit/blocks';
import type { AlertOptions } from '../../blockKit/options';
import { t } from '../../text/catalogue';

const PAGE = 'operating.md';

/** Rules with an anchor of their own in docs/operating.md. */
const ANCHORED = [
  'no_sign_of_life',
  'no_heartbeat',
  'stale_portfolio',
  'circuit_breaker',
  'monitoring_outage',
  'dataLoss',
];

/**
 * Where it stands what to do: in the runbook that is configured for the rule and its first target, or in the rule's row of
 * docs/operating.md. Null where neither is configured.
 */
export function runbookLink(
  { rule, targets }: Pick<Incident, 'rule' | 'targets'>,
  { docsUrl, runbookOf }: AlertOptions,
): TextSpan | null {
  const url = runbookOf?.(rule, targets[0]?.target ?? '') ?? defaultUrl(rule, docsUrl);
  return url === null ? null : { link: url, text: t.evidence.runbook };
}

const defaultUrl = (rule: string, docsUrl: string | null | undefined): string | null =>
  docsUrl == null || !ANCHORED.includes(rule) ? null : `${docsUrl}${PAGE}#alert-${rule}`;
