import type { Controls } from '../controls';
import type { Sandbox } from '../sandbox';
import { ControlPanel } from './controlPanel';
import type { DemoSystem } from './demo';
import { redisSwitches } from './redisSwitches';
import { slackSwitches } from './slackSwitches';
import { liveSwitches, paperSwitches } from './traderSwitches';
import { tuningSwitches } from './tuningSwitches';

/** All that a person can do to the demo trading system, and to Slack. */
export function demoControls(demo: DemoSystem, sandbox: Sandbox): Controls {
  const board = new ControlPanel([
    ...liveSwitches(demo),
    ...paperSwitches(demo),
    ...tuningSwitches(demo),
    ...redisSwitches(demo.store),
    ...slackSwitches(sandbox),
  ]);
  demo.onTick(() => board.refresh());
  return board;
}

/** All that a person can do to Slack alone, where the traders are real. */
export const slackControls = (sandbox: Sandbox): Controls => new ControlPanel(slackSwitches(sandbox));
