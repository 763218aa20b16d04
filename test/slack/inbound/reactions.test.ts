import { WebClient } from '@slack/web-api';
import type { ReactedMessage } from '../../../commands/actions/reaction';
import type { Requester } from '../../../src/access/roles';
import type { ReactionHandler } from '../../../src/slack/inbound/reactions';
import { respondToReaction } from '../../../src/slack/inbound/reactions';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { type SlackUnderTest, saying, startSlackUnderTest } from '../../helpers/slackUnderTest';

const BY = { user: 'operator', channel: 'trading-alerts' };

describe.each(['socket', 'http'] as const)('👀 over %s', (transport) => {
  let under: SlackUnderTest;
  let heard: { readonly message: ReactedMessage; readonly requester: Requester }[];
  let answers: Awaited<ReturnType<ReactionHandler>>[];
  let ts: string;

  const start = async (scopes?: readonly string[]) => {
    under = await startSlackUnderTest({
      transport,
      answer: async () => saying('hello'),
      onReaction: async (message, requester) => {
        heard.push({ message, requester });
        return answers.shift() ?? null;
      },
      ...(scopes && { sandbox: { scopes } }),
    });
    const client = new WebClient(under.sandbox.tokens.bot, { slackApiUrl: under.sandbox.apiUrl });
    ts = (await client.chat.postMessage({ channel: 'C0ALERTS', text: 'Down: paper docker' })).ts ?? '';
  };
  beforeEach(() => {
    heard = [];
    answers = [];
  });
  afterEach(() => under.stop());

  test('on a message of the bot is passed on once, also when Slack delivers it twice', async () => {
    await start();
    await under.sandbox.react('eyes', { ...BY, ts });
    await under.sandbox.until(() => heard[0]);
    const record = under.sandbox.journal.envelopes().at(-1);
    if (record !== undefined) await under.sandbox.repeat(record);
    expect(heard).toEqual([
      {
        message: expect.objectContaining({ channel: 'C0ALERTS', ts }),
        requester: { userId: 'U0OPERATOR', channelId: 'C0ALERTS' },
      },
    ]);
  });

  test('on the message of a person, and any other reaction, is passed over', async () => {
    await start();
    const said = await under.sandbox.say('something broke', BY);
    await under.sandbox.react('eyes', { ...BY, ts: said.ts ?? '' });
    await under.sandbox.react('tada', { ...BY, ts });
    await under.command();
    expect(heard).toEqual([]);
  });

  test('on a message that is not known yet is tried again, and its response is for who reacted', async () => {
    await start();
    answers = ['unknown', 'unknown', saying('not for you')];
    await under.sandbox.react('eyes', { ...BY, ts });
    const reply = await under.sandbox.until(() =>
      under.sandbox.seenBy('operator', 'trading-alerts').find(({ ephemeral }) => ephemeral),
    );
    expect(reply.shown).toContain('not for you');
    expect(under.sandbox.seenBy('viewer', 'trading-alerts').map(({ shown }) => shown)).not.toContain(
      'not for you',
    );
  });

  test('does nothing without the scope, and commands work', async () => {
    await start(['commands', 'chat:write']);
    expect((await under.sandbox.react('eyes', { ...BY, ts })).delivery).toBeNull();
    expect((await under.command()).failure).toBeNull();
  });
});

test('👀 in a channel that another workspace shares is of somebody who may be of that one', async () => {
  const heard: Requester[] = [];
  const event = {
    ...{ type: 'reaction_added', user: 'U0ELSEWHERE', reaction: 'eyes', item_user: 'U0ARBWATCH' },
    item: { type: 'message', channel: 'C0ALERTS', ts: '1795316400.000100' },
  };
  await respondToReaction(
    { event, body: { team_id: 'T0SANDBOX', is_ext_shared_channel: true } },
    async (_, requester) => {
      heard.push(requester);
      return null;
    },
    {
      clock: settableClock('2026-11-22T03:02:00Z'),
      log: keptLog().log,
      botUserId: 'U0ARBWATCH',
      externalFlagOf: () => ({}),
      postEphemeral: async () => undefined,
      stopping: new AbortController().signal,
    },
  );
  expect(heard).toEqual([{ userId: 'U0ELSEWHERE', channelId: 'C0ALERTS', isExternal: true }]);
});
