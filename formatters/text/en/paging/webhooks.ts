import type { Severity } from '../../../../src/alerting/severity/severity';
import { line, type TextSpan, time } from '../../../blockKit/blocks';
import { duration } from '../units';

/** What webhooks send to phones and to other services: it must make sense without Slack. */
export const webhooks = {
  title: {
    trigger: (severity: Severity, what: string) => `${severity.toUpperCase()} · ${what}`,
    acknowledged: (what: string) => `Acknowledged · ${what}`,
    ended: (what: string) => `Ended · ${what}`,
  },
  since: (when: Date): TextSpan[] => line`Since ${time(when)}.`,
  unacknowledged: (ms: number) => `Nobody has acknowledged it for ${duration(ms)}.`,
  link: 'Open the alert in Slack',
  drill: 'DRILL: test of the alert chain',
  drillText: 'DRILL: nothing is wrong. Acknowledge it to end the drill.',
};
