import type { Scene } from './scene';
import type { Stage } from './setup';
import { IN_ALERTS, paperDies, SEEN_S } from './steps';

const lookedOn = (stage: Stage) => stage.watch(SEEN_S);

const said =
  (text: string, place: { user: string; channel: string; threadTs?: string }) => async (stage: Stage) => {
    await stage.slack.mention(text, place);
    await stage.slack.until(() => repliesIn(stage, place.channel).at(-1)?.threadTs ?? null);
  };

const repliesIn = ({ slack }: Stage, channel: string) =>
  slack
    .seenBy('operator', channel)
    .filter(({ author, threadTs }) => author === 'arbwatch' && threadTs !== null);

/** What people ask without a slash command. */
export const CONVERSATION_SCENES: readonly Scene[] = [
  {
    name: 'talk-mention',
    title: 'A mention',
    situation: 'Somebody writes "@arbwatch status paper docker" in a channel; the answer is in its thread.',
    shows: { in: 'ops', inThread: true },
    prepare: async (stage) => {
      await lookedOn(stage);
      await said('status paper docker', { user: 'operator', channel: 'ops' })(stage);
    },
  },
  {
    name: 'talk-unknown',
    title: 'A word that nobody knows',
    situation: 'Somebody writes "@arbwatch statsu paper"; only they see the answer.',
    shows: { in: 'ops', inThread: true },
    prepare: said('statsu paper', { user: 'operator', channel: 'ops' }),
  },
  {
    name: 'talk-alert-thread',
    title: 'In the thread of an alert',
    situation: 'The paper trader is down; somebody writes "@arbwatch status?" in the thread of its alert.',
    shows: { ...IN_ALERTS, inThread: true, has: 'As of' },
    prepare: async (stage) => {
      await paperDies(stage);
      const alert = stage.slack
        .seenBy('operator', 'trading-alerts')
        .find(({ shown }) => shown.includes('Down: paper docker'));
      const place = { user: 'operator', channel: 'trading-alerts', threadTs: alert?.ts ?? '' };
      await stage.slack.mention('status?', place);
      await stage.slack.until(() =>
        repliesIn(stage, 'trading-alerts').find(({ shown }) => shown.includes('As of')),
      );
    },
  },
  {
    name: 'home',
    title: 'The Home tab',
    situation: 'The paper trader is down, and the operator has acknowledged its alert.',
    shows: { in: 'home' },
    past: true,
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.slack.click('incident:acknowledge', { user: 'operator', channel: 'trading-alerts' });
      await lookedOn(stage);
    },
  },
  {
    name: 'home-stranger',
    title: 'The Home tab of somebody who may not view',
    situation: 'VIEWERS names others.',
    shows: { in: 'home', as: 'stranger' },
    env: { VIEWERS: 'U0VIEWER' },
  },
];
