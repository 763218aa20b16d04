import { type Switch, toggle } from './controlPanel';
import type { DemoSystem } from './demo';
import type { DemoTrader } from './trader';

/** What one can do to the live trader: stop it, trip its circuit breaker, arm it, make it send real orders. */
export function liveSwitches(demo: DemoSystem): Switch[] {
  const { live } = demo;
  return [
    ...commonSwitches(demo, live, 'stopped (its portfolio stays in Redis for 5 min)'),
    toggle({
      ...placeOf(live, 'arm'),
      isOn: () => live.armed,
      on: { label: 'Disarm live trading', state: 'live trading armed' },
      off: { label: 'Arm live trading', state: 'live trading not armed' },
      press: () => live.arm(!live.armed),
    }),
    toggle({
      ...placeOf(live, 'orders'),
      isOn: () => live.sendsRealOrders,
      on: { label: 'Simulate its orders again', state: 'a real order every 30 s' },
      off: { label: 'Send real orders', state: 'orders are simulated' },
      press: () => {
        live.sendRealOrders(!live.sendsRealOrders, demo.now());
        demo.tick();
      },
    }),
  ];
}

/** What one can do to the paper trader: stop it, its heartbeat or its portfolio, trip its circuit breaker. */
export function paperSwitches(demo: DemoSystem): Switch[] {
  const { paper } = demo;
  return [
    ...commonSwitches(demo, paper, 'stopped (its last heartbeat stays in Redis for 60 s)'),
    toggle({
      ...placeOf(paper, 'heartbeat'),
      isOn: () => paper.heartbeatStopped,
      on: { label: 'Let the heartbeat go on', state: 'no heartbeat; the portfolio goes on' },
      off: { label: 'Stop only the heartbeat', state: 'a heartbeat every 5 s' },
      press: () => {
        paper.heartbeatStopped = !paper.heartbeatStopped;
        demo.tick();
      },
    }),
    toggle({
      ...placeOf(paper, 'portfolio'),
      isOn: () => paper.portfolioStopped,
      on: { label: 'Let the portfolio go on', state: 'portfolio not written (gone from Redis after 5 min)' },
      off: { label: 'Stop only the portfolio', state: 'portfolio written every 5 s' },
      press: () => {
        paper.portfolioStopped = !paper.portfolioStopped;
        demo.tick();
      },
    }),
  ];
}

function commonSwitches(demo: DemoSystem, trader: DemoTrader, stopped: string): Switch[] {
  return [
    toggle({
      ...placeOf(trader, 'stop'),
      isOn: () => trader.running,
      on: { label: 'Stop the trader', state: 'running' },
      off: { label: 'Start the trader', state: stopped },
      press: () => {
        trader.running = !trader.running;
        demo.tick();
      },
    }),
    toggle({
      ...placeOf(trader, 'trip'),
      isOn: () => trader.breakerActive,
      on: { label: 'Reset the circuit breaker', state: 'circuit breaker active, no trades' },
      off: { label: 'Trip the circuit breaker', state: 'circuit breaker not active' },
      press: () => (trader.breakerActive ? trader.resetBreaker() : trader.tripBreaker()),
    }),
  ];
}

const placeOf = ({ target: { mode, env } }: DemoTrader, does: string) => ({
  id: `${does}-${mode}-${env}`,
  group: `${mode} ${env}`,
});
