import type { Rule } from '../rule';
import { circuitBreaker } from './circuitBreaker';
import { counterReset } from './counterReset';
import { frozen } from './frozen';
import { heartbeat } from './heartbeat';
import { liveTrading } from './liveTrading';
import { safetyViolations } from './safetyViolations';
import { tally } from './tally';

/** Every rule that judges a trader, in the order in which they are shown. */
export const RULES: readonly Rule[] = [
  heartbeat,
  frozen,
  liveTrading,
  circuitBreaker,
  safetyViolations,
  counterReset,
  tally,
];
