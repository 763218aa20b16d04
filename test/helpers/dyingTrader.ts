import { type Trader, trader } from './traders';

export const HOUR = 3600;
/** For hours in which little happens. */
export const EVERY_MINUTE = { every: 60, settings: { checkIntervalMs: 60_000 } } as const;
/** A trader whose last beat is that of second 100, and what is told of it. */
export const dyingTrader: Trader = trader('paper:docker', [[-600, 100]]);
export const OPEN = '3:15 open no_sign_of_life paper:docker';
/** The same, which beats again from a second on. */
export const returnsAt = (at: number): Trader =>
  trader('paper:docker', [
    [-600, 100],
    [at, Infinity],
  ]);
