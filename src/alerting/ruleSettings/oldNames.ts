/** What rules were called before, in the store and in the configuration file, and what they are called now. */
export const RENAMED_RULES: Readonly<Record<string, string>> = {
  heartbeat: 'no_sign_of_life',
  frozen: 'stale_portfolio',
  liveTrading: 'live_trading',
  circuitBreaker: 'circuit_breaker',
  safetyViolations: 'safety_violations',
  counterReset: 'counter_reset',
  tally: 'uptime_totals',
};

/** The name that a rule has now. */
export const currentRuleName = (name: string): string => RENAMED_RULES[name] ?? name;
