import type { Scene } from './scene';
import type { Stage } from './stage';

const COMMAND = '/arb-status';

/** `/arb-status` without words. */
export const OVERVIEW_SCENES: readonly Scene[] = [
  {
    name: 'overview-ordinary',
    title: 'All alive',
    situation: 'Both traders run.',
    command: COMMAND,
    prepare: (stage) => stage.pass(42),
  },
  {
    name: 'overview-mixed',
    title: 'One of each kind',
    situation:
      'One trader stopped, one trades real money with its circuit breaker active, one writes nonsense.',
    command: COMMAND,
    prepare: mix,
  },
  {
    name: 'overview-nothing',
    title: 'Nobody reports anything',
    situation: 'No trader runs on local.',
    command: '/arb-status local',
  },
];

async function mix(stage: Stage): Promise<void> {
  await stage.press('stop-paper-docker');
  await stage.press('arm-live-docker');
  await stage.press('trip-live-docker');
  stage.pass(130);
  const keys = stage.traderKeys({ mode: 'shadow', env: 'local' });
  keys.heartbeat('trader', stage.now());
  keys.setStat('trades_today', 7);
  stage.store.set('shadow:local:arbitrage:stats:trades_total', 'many');
  stage.traderKeys({ mode: 'paper', env: 'local' }).setStat('trades_total', 12);
}
