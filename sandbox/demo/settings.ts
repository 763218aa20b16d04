/** How the bot is set beside the demo. The demo's money is won; the real traders' unit has to be told. */
export const DEMO_SETTINGS = {
  CURRENCY: 'KRW',
  HISTORY_FILE: 'memory',
  OPERATORS: 'U0OPERATOR',
  // Only the demo is watched unasked: beside a real Redis this bot would store what it knows there.
  ALERT_CHANNEL: 'C0ALERTS',
  ALERT_FALLBACK_CHANNEL: 'C0OPS',
  // Short, so that nobody has to wait for an alert.
  CHECK_INTERVAL: '5',
  STALE_AFTER: '30',
  FROZEN_AFTER: '60',
  OUTAGE_AFTER: '30',
} as const;
