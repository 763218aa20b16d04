import { WebClient } from '@slack/web-api';
import { ephemeral } from '../../../commands/command';
import { incidentMessage, unknownActionMessage } from '../../../formatters';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import type { Requester } from '../../../src/access/roles';
import { loadBotConfig } from '../../../src/config';
import { systemClock } from '../../../src/lib/clock';
import type { ActionHandler, ActionPayload } from '../../../src/slack/inbound/actions';
import { SlackApp } from '../../../src/slack/inbound/app';
import { NewBlocks } from '../../../src/slack/outbound/newBlocks';
import { slackEnv } from '../../helpers/botUnderTest';
import { NIGHT, open } from '../../helpers/incidents';
import { keptLog } from '../../helpers/log';

const PRESSER = { user: 'operator', channel: 'trading-alerts' };

describe('A click in Slack', () => {
  let sandbox: Sandbox;
  let slack: SlackApp;
  let pressed: { readonly what: ActionPayload; readonly requester: Requester }[];
  let answer: ActionHandler;

  beforeEach(async () => {
    pressed = [];
    answer = async () => null;
    sandbox = await startSandbox({ manifest: 'manifest.yml' });
    const config = loadBotConfig({ ...slackEnv(sandbox, 'socket'), REDIS_URL: 'memory:' });
    const handler: ActionHandler = (what, requester) => {
      pressed.push({ what, requester });
      return answer(what, requester);
    };
    const { log } = keptLog();
    const newBlocks = new NewBlocks({ clock: systemClock, log });
    const deps = { clock: systemClock, log, newBlocks, maxConcurrent: 1 };
    slack = new SlackApp(config.slack, [], handler, deps);
    await slack.start();
    const context = { now: NIGHT, deliveredLate: null };
    const { text, blocks } = incidentMessage(open, context, { demo: false, currency: null, zone: 'UTC' });
    const client = new WebClient(sandbox.tokens.bot, { slackApiUrl: sandbox.apiUrl });
    await client.chat.postMessage({ channel: 'C0ALERTS', text, blocks });
  });
  afterEach(async () => {
    await slack.stop(1_000);
    await sandbox.stop();
  });

  const seen = () => sandbox.seenBy('operator', 'trading-alerts');

  test('on a button reports which, of what, and who clicked where', async () => {
    await sandbox.click('incident:acknowledge', PRESSER);
    expect(pressed).toEqual([
      {
        what: { actionId: 'incident:acknowledge', value: open.id, isShared: true },
        requester: { userId: 'U0OPERATOR', channelId: 'C0ALERTS' },
      },
    ]);
  });

  test('on a menu reports what was chosen', async () => {
    await sandbox.choose('incident:snooze', `4h ${open.id}`, PRESSER);
    expect(pressed[0]?.what).toEqual({
      actionId: 'incident:snooze',
      value: `4h ${open.id}`,
      isShared: true,
    });
  });

  test('is acknowledged before the work is done, however long that takes', async () => {
    let finish = () => {};
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(null);
      });
    const { failure } = await sandbox.click('incident:acknowledge', PRESSER);
    finish();
    expect(failure).toBeNull();
  });

  test('while as many requests as allowed are in flight is answered with "too busy", and is not carried out', async () => {
    let finish = () => {};
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve(null);
      });
    await sandbox.click('incident:acknowledge', PRESSER);
    await sandbox.choose('incident:snooze', `4h ${open.id}`, PRESSER);
    const reply = await sandbox.until(() => seen()[1]);
    finish();
    expect(reply).toMatchObject({ ephemeral: true, shown: expect.stringContaining('too busy') });
    expect(pressed).toHaveLength(1);
  });

  test('with nothing to say leaves the channel as it is', async () => {
    await sandbox.click('incident:acknowledge', PRESSER);
    expect(seen()).toHaveLength(1);
  });

  test('is answered to the requester alone, and the alert stays', async () => {
    answer = async () => ephemeral(unknownActionMessage());
    await sandbox.click('incident:acknowledge', PRESSER);
    const reply = await sandbox.until(() => seen()[1]);
    expect(reply).toMatchObject({ ephemeral: true, shown: expect.stringContaining('Sorry, this button') });
    expect(seen()[0]?.shown).toContain('Down');
    expect(sandbox.seenBy('viewer', 'trading-alerts')).toHaveLength(1);
  });
});
