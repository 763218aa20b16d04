/** What follows where nothing is sent, cancelled, audited, logged or forgotten; the state goes beside it. */
export const NOTHING_DECIDED = {
  notifications: [],
  cancelled: [],
  audit: [],
  logLines: [],
  expiredIncidents: [],
} as const;
