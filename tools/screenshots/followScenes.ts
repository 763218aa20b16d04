import type { Scene } from './scene';
import type { Stage } from './setup';
import { SEEN_S } from './steps';

const PLACE = { user: 'operator', channel: 'ops' };

const followed = ({ slack }: Stage) =>
  slack.seenBy('operator', 'ops').filter(({ shown }) => shown.includes('🔄') || shown.includes('⏹️'));

/** Follows what the line asks, and lets the time pass until its message is kept current. */
const following = (line: string) => async (stage: Stage) => {
  await stage.watch(SEEN_S);
  await stage.slack.command(line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1), PLACE);
  await stage.slack.until(() => followed(stage).at(-1) ?? null);
  await passed(stage, 'Kept current');
};

async function passed(stage: Stage, shows: string): Promise<void> {
  for (let i = 0; i < 20 && !followed(stage).some(({ shown }) => shown.includes(shows)); i += 1)
    await stage.watch(5);
}

const sessionLine = ({ demo }: Stage) => `${demo.tuning.sessionId.slice(0, 8)}`;

/** Messages that keep themselves current. */
export const FOLLOW_SCENES: readonly Scene[] = [
  {
    name: 'follow-status',
    title: 'A trader, kept current',
    situation: 'Somebody typed /arb-status watch paper docker; all in the channel see this message.',
    shows: { in: 'ops', has: 'Kept current' },
    prepare: following('/arb-status watch paper docker'),
  },
  {
    name: 'follow-asked',
    title: 'Its answer',
    situation: 'What who typed it sees.',
    command: '/arb-status watch paper docker',
    prepare: (stage) => stage.watch(SEEN_S),
  },
  {
    name: 'follow-stopped',
    title: 'No longer kept current',
    situation: 'Somebody pressed "Stop updates".',
    shows: { in: 'ops', has: 'No longer updated' },
    prepare: async (stage) => {
      await following('/arb-status watch paper docker')(stage);
      await stage.slack.click('follow:stop', PLACE);
      await passed(stage, 'No longer updated');
    },
  },
  {
    name: 'follow-not-in-channel',
    title: 'A channel without the bot',
    situation: 'The bot was not invited there.',
    shows: { in: 'lounge' },
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.slack.command('/arb-status', 'watch', { user: 'operator', channel: 'lounge' });
      await stage.slack.until(() => stage.slack.seenBy('operator', 'lounge').at(-1) ?? null);
    },
  },
  {
    name: 'tuning-named',
    title: 'A session with a name',
    situation: 'Somebody named it.',
    command: (stage) => `/arb-tuning ${sessionLine(stage)} 120`,
    prepare: async (stage) => {
      await stage.slack.command('/arb-tuning', `name ${sessionLine(stage)} "spread sweep"`, PLACE);
      await stage.watch(SEEN_S);
    },
  },
];
