import type { Scene } from './scene';
import type { Stage } from './setup';
import { mutedDead, SEEN_S } from './steps';

const COMMAND = '/arb-status';

/** `/arb-status` without words. */
export const OVERVIEW_SCENES: readonly Scene[] = [
  {
    name: 'overview-ordinary',
    title: 'All alive',
    situation: 'Both traders run.',
    command: COMMAND,
    prepare: (stage) => stage.watch(SEEN_S),
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
    name: 'overview-muted-dead',
    title: 'A muted trader of real money is down',
    situation: 'The live trader sent real orders and stopped; somebody pressed Mute.',
    command: COMMAND,
    prepare: mutedDead,
  },
  {
    name: 'overview-no-heartbeat',
    title: 'A trader sends no heartbeat',
    situation: 'The paper trader still writes its portfolio, and no heartbeat.',
    command: COMMAND,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('heartbeat-paper-docker');
      await stage.watch(4 * 60);
    },
  },
  {
    name: 'overview-nothing',
    title: 'Nobody reports anything',
    situation: 'No trader runs on local.',
    command: '/arb-status local',
  },
];

async function mix(stage: Stage): Promise<void> {
  await stage.press('arm-live-docker');
  await stage.watch(SEEN_S);
  await stage.press('stop-paper-docker');
  await stage.press('trip-live-docker');
  await stage.watch(130);
  const keys = stage.traderKeys({ mode: 'shadow', env: 'local' });
  keys.heartbeat('trader', stage.now());
  keys.setStat('trades_today', 7);
  stage.store.set('shadow:local:arbitrage:stats:trades_total', 'many');
  stage.traderKeys({ mode: 'paper', env: 'local' }).setStat('trades_total', 12);
}
