import type { Reason } from '../../../src/alerting/rules/reason';
import type { TextSpan } from '../../blockKit/blocks';
import { t } from '../../text/catalogue';

/** Why a rule decided as it did, in words. */
export const describeReason = (reason: Reason): TextSpan[] => {
  const describe: (facts: never) => TextSpan[] = t.reasons[reason.code];
  return describe(reason as never);
};
