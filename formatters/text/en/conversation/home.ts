import { bold, line, type TextSpan } from '../../../blockKit/blocks';

const MAY = {
  viewer: 'viewer (sees traders and alerts)',
  responder: 'responder (acknowledges alerts, snoozes them for up to 1 h)',
  operator: 'operator (mutes, sets maintenance, runs tests)',
} as const;

/** What stands in the Home tab. */
export const home = {
  /** The balance change of the last 24 h. */
  change: (change: string): TextSpan[] => line`In 24 h: ${bold(change)}`,
  noChange: 'In 24 h: no balance is recorded.',
  yours: 'Your open alerts',
  others: 'Other open alerts',
  noAlerts: 'No alert is open.',
  notChecked: 'No check has been made yet: whether alerts are open is not known.',
  roles: (roles: readonly (keyof typeof MAY)[]) =>
    `Your roles: ${roles.map((role) => MAY[role]).join('; ')}.`,
  more: '/arb-alerts has what can be done about them.',
};
