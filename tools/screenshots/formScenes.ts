import { ANSWER_ACTIONS, HOME_ACTIONS } from '../../formatters';
import type { Scene } from './scene';
import type { Stage } from './setup';
import { inOrder, paperDies, seen } from './steps';

const IN_OPS = { user: 'operator', channel: 'ops' };

const isOpen = ({ slack }: Stage): Promise<unknown> =>
  slack.until(() => slack.world.views.top('U0OPERATOR') !== null);

/** What people fill in, and what is shown in a window of its own. */
export const FORM_SCENES: readonly Scene[] = [
  {
    name: 'form-choose',
    title: 'Choosing a trader and a time',
    situation: 'The operator pressed "Choose…" below the overview.',
    shows: { in: 'modal' },
    past: true,
    prepare: inOrder(seen, async (stage) => {
      await stage.slack.command('/arb-status', '', IN_OPS);
      await stage.slack.until(() => stage.slack.seenBy('operator', 'ops').length > 0);
      await stage.slack.click(ANSWER_ACTIONS.choose, IN_OPS);
      await isOpen(stage);
    }),
  },
  {
    name: 'form-settings',
    title: 'My settings',
    situation:
      'The operator pressed "Settings" in the Home tab; they want critical alerts of the live traders.',
    shows: { in: 'modal' },
    prepare: inOrder(seen, async ({ slack, ...stage }) => {
      await stage.type('/arb me send critical live');
      await stage.type('/arb me quiet 23:00-07:00');
      await slack.openHome('operator');
      await slack.until(() => slack.world.views.home('U0OPERATOR'));
      await slack.click(HOME_ACTIONS.settings, { user: 'operator', in: 'home' });
      await isOpen({ slack, ...stage });
    }),
  },
  {
    name: 'form-fleet',
    title: 'The shortcut "Fleet status"',
    situation: 'The paper trader is down; the operator used the shortcut, from anywhere in Slack.',
    shows: { in: 'modal' },
    prepare: inOrder(paperDies, async (stage) => {
      await stage.slack.shortcut('fleet:status', { user: 'operator' });
      await isOpen(stage);
      await stage.slack.until(() =>
        JSON.stringify(stage.slack.world.views.top('U0OPERATOR')?.body.blocks).includes('paper docker'),
      );
    }),
  },
  {
    name: 'personal-alert',
    title: 'A direct message that somebody asked for',
    situation: 'The operator typed /arb me send all paper, and the paper trader died.',
    shows: { in: 'dm', has: 'paper docker' },
    prepare: inOrder((stage) => stage.type('/arb me send all paper'), paperDies),
  },
];
