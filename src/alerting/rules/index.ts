import { balanceDrop } from './balanceDrop';
import { circuitBreaker } from './circuitBreaker';
import { counterReset } from './counterReset';
import { divergence } from './divergence';
import { highExposure } from './highExposure';
import { liveTrading } from './liveTrading';
import { noHeartbeat } from './noHeartbeat';
import { noSignOfLife } from './noSignOfLife';
import { noTrades } from './noTrades';
import { orderProblem } from './orderProblem';
import { priceFeed } from './priceFeed';
import type { Rule } from './rule';
import { safetyViolations } from './safetyViolations';
import { stalePortfolio } from './stalePortfolio';
import { uptimeTotals } from './uptimeTotals';

/** Every rule about a trader, in the order in which they are shown. */
export const RULES: readonly Rule[] = [
  noSignOfLife,
  noHeartbeat,
  stalePortfolio,
  liveTrading,
  circuitBreaker,
  balanceDrop,
  highExposure,
  orderProblem,
  priceFeed,
  noTrades,
  divergence,
  safetyViolations,
  counterReset,
  uptimeTotals,
];
