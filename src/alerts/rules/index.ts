import type { Rule } from '../rule';
import { circuitBreaker } from './circuitBreaker';
import { counterReset } from './counterReset';
import { frozen } from './frozen';
import { liveTrading } from './liveTrading';
import { noHeartbeat } from './noHeartbeat';
import { noSignOfLife } from './noSignOfLife';
import { safetyViolations } from './safetyViolations';
import { tally } from './tally';

/** Every rule that judges a trader, in the order in which they are shown. */
export const RULES: readonly Rule[] = [
  noSignOfLife,
  noHeartbeat,
  frozen,
  liveTrading,
  circuitBreaker,
  safetyViolations,
  counterReset,
  tally,
];
