/** The numbers of a snapshot that history keeps, by their names there. */
export const HISTORY_FIELDS = [
  'totalBalance',
  'availableBalance',
  'totalPositionValue',
  /** A share of 1. */
  'utilizationRate',
  'tradesTotal',
  'tradesToday',
  'safetyViolationsTotal',
  'circuitBreakerTriggersTotal',
  /** The net P&L that the trader estimates for its executions since midnight in `TIMEZONE`, and how many those are. */
  'estimatedPnlToday',
  'executionsToday',
  /** The age of the newest sign of life, in ms. */
  'signAgeMs',
] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];

/** Those that only count up, until they are reset. */
export const COUNTER_FIELDS = [
  'tradesTotal',
  'safetyViolationsTotal',
  'circuitBreakerTriggersTotal',
] as const;
export type CounterField = (typeof COUNTER_FIELDS)[number];

export const isCounter = (field: HistoryField): field is CounterField =>
  COUNTER_FIELDS.some((each) => each === field);

/** Numbers by field; absent where the target did not report one, or the one that stands there is old. */
export type FieldValues = Readonly<Partial<Record<HistoryField, number>>>;
