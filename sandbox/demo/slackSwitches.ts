import type { Sandbox } from '../sandbox';
import { type Switch, toggle } from './controlPanel';

const GROUP = 'Slack';
const ALERTS = 'trading-alerts';
const SLOWNESS_MS = 3_000;
const RETRY_AFTER_S = 10;

type Trouble = 'slow' | 'throttling' | 'down';

const NEW_BLOCKS = ['data_visualization', 'data_table', 'container'];

/** Make Slack slow, throttling or down, one of them at a time; archive the channel of the alerts; have no charts. */
export function slackSwitches(sandbox: Sandbox): Switch[] {
  let hasNewBlocks = true;
  let trouble: Trouble | null = null;
  let heal = () => {};
  const turnTo = (wanted: Trouble | null) => {
    heal();
    trouble = wanted;
    heal = wanted === null ? () => {} : TROUBLES[wanted](sandbox);
  };
  const troubleSwitch = (kind: Trouble, label: string, state: string, well: string): Switch =>
    toggle({
      id: `slack-${kind}`,
      group: GROUP,
      isOn: () => trouble === kind,
      on: { label: 'Let Slack work again', state },
      off: { label, state: well },
      press: () => turnTo(trouble === kind ? null : kind),
    });
  return [
    troubleSwitch(
      'slow',
      'Make Slack slow',
      `Slack takes ${SLOWNESS_MS / 1000} s for every call of the bot`,
      'Slack answers at once',
    ),
    troubleSwitch(
      'throttling',
      'Make Slack throttle',
      'Slack refuses the calls of the bot as too many',
      'Slack takes as many calls as come',
    ),
    troubleSwitch(
      'down',
      'Take Slack down',
      'Slack takes no calls and no connection of the bot',
      'Slack is up',
    ),
    toggle({
      id: 'slack-archive',
      group: GROUP,
      isOn: () => sandbox.world.channel(ALERTS)?.isArchived === true,
      on: {
        label: `Bring #${ALERTS} back`,
        state: `#${ALERTS} is archived (once it is back, the bot tries it within 3 min)`,
      },
      off: { label: `Archive #${ALERTS}`, state: `#${ALERTS} takes messages` },
      press: () => sandbox.world.archive(ALERTS, sandbox.world.channel(ALERTS)?.isArchived !== true),
    }),
    toggle({
      id: 'slack-blocks',
      group: GROUP,
      isOn: () => hasNewBlocks,
      on: {
        label: 'Take the new blocks away',
        state: 'messages may have charts, data tables and folded blocks',
      },
      off: { label: 'Bring the new blocks', state: 'Slack refuses charts, data tables and folded blocks' },
      press: () => {
        hasNewBlocks = !hasNewBlocks;
        sandbox.refuseBlocks(hasNewBlocks ? [] : NEW_BLOCKS);
      },
    }),
  ];
}

/** Each begins a trouble and returns what ends it. */
const TROUBLES: Readonly<Record<Trouble, (sandbox: Sandbox) => () => void>> = {
  slow: (sandbox) => sandbox.fail('*', { delayMs: SLOWNESS_MS }),
  throttling: (sandbox) => sandbox.fail('*', { ratelimited: true, retryAfterS: RETRY_AFTER_S }),
  down: (sandbox) => {
    const answer = sandbox.fail('*', { status: 503 });
    sandbox.refuseConnections(true);
    sandbox.dropConnections();
    return () => {
      answer();
      sandbox.refuseConnections(false);
    };
  },
};
