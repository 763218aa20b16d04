import type { DemoSystem } from './demo';
import { type Switch, toggle } from './switchboard';
import type { DemoTrader } from './trader';

/** Stop and start a trader, freeze its portfolio, trip its circuit breaker; arm it where it is live. */
export function traderSwitches(demo: DemoSystem, trader: DemoTrader): Switch[] {
  const { mode, env } = trader.target;
  const group = `${mode} ${env}`;
  const place = `${mode}-${env}`;
  const pressing = (change: () => void) => () => {
    change();
    demo.tick();
  };
  const switches = [
    toggle({
      id: `stop-${place}`,
      group,
      isOn: () => trader.running,
      on: { label: 'Stop the trader', state: 'running' },
      off: { label: 'Start the trader', state: 'stopped (its last heartbeat stays in Redis for 60 s)' },
      press: pressing(() => {
        trader.running = !trader.running;
      }),
    }),
    toggle({
      id: `freeze-${place}`,
      group,
      isOn: () => trader.portfolioFrozen,
      on: { label: 'Let the portfolio move again', state: 'portfolio frozen (gone from Redis after 5 min)' },
      off: { label: 'Freeze the portfolio', state: 'portfolio written every 5 s' },
      press: pressing(() => {
        trader.portfolioFrozen = !trader.portfolioFrozen;
      }),
    }),
    toggle({
      id: `trip-${place}`,
      group,
      isOn: () => trader.breakerActive,
      on: { label: 'Reset the circuit breaker', state: 'circuit breaker active, no trades' },
      off: { label: 'Trip the circuit breaker', state: 'circuit breaker not active' },
      press: () => (trader.breakerActive ? trader.resetBreaker() : trader.tripBreaker()),
    }),
  ];
  if (mode === 'live') {
    switches.push(
      toggle({
        id: `arm-${place}`,
        group,
        isOn: () => trader.armed,
        on: { label: 'Disarm live trading', state: 'live trading armed' },
        off: { label: 'Arm live trading', state: 'live trading not armed' },
        press: () => trader.arm(!trader.armed),
      }),
    );
  }
  return switches;
}
