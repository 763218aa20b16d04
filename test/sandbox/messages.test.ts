import type { WebClient } from '@slack/web-api';
import { type Sandbox, startSandbox } from '../../sandbox';
import { refusalOf, webClient } from './clients';

const OPS = 'C0OPS';
let slack: Sandbox;
let client: WebClient;
beforeEach(async () => {
  slack = await startSandbox();
  client = webClient(slack);
});
afterEach(() => slack.stop());

async function posted(text: string, threadTs?: string): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: OPS,
    text,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });
  return ts ?? '';
}

test('a reply that is also sent to the channel stands in both, and says which thread it is from', async () => {
  const root = await posted('Heartbeat lost.');
  const { ts } = await client.chat.postMessage({
    channel: OPS,
    text: 'Recovered.',
    thread_ts: root,
    reply_broadcast: true,
  });
  const { messages } = await client.conversations.history({ channel: OPS });
  expect(messages?.[0]).toMatchObject({ ts, thread_ts: root, subtype: 'thread_broadcast' });
  expect((await client.conversations.replies({ channel: OPS, ts: root })).messages?.[1]).toMatchObject({
    ts,
  });
});

const shown = (user: string): string[] => slack.seenBy(user, 'ops').map((one) => one.shown);

test('a posted message is seen by everybody', async () => {
  await posted('Paper trader is alive.');
  expect([shown('operator'), shown('viewer')]).toEqual([
    ['Paper trader is alive.'],
    ['Paper trader is alive.'],
  ]);
});

test('the answer to a post has the message in it', async () => {
  const { message, ts } = await client.chat.postMessage({
    channel: OPS,
    text: 'Hello',
    blocks: [{ type: 'divider' }],
  });
  expect(message).toMatchObject({
    type: 'message',
    text: 'Hello',
    ts,
    user: 'U0ARBWATCH',
    bot_id: 'B0ARBWATCH',
  });
});

test('no two messages have the same ts', async () => {
  const all = await Promise.all(['a', 'b', 'c', 'd'].map((text) => posted(text)));
  expect(new Set(all).size).toBe(4);
});

test('a person stands for the direct message with them', async () => {
  await client.chat.postMessage({ channel: 'U0VIEWER', text: 'For you alone' });
  expect(slack.seenBy('viewer', 'dm').map((one) => one.text)).toEqual(['For you alone']);
});

test.each([
  ['channel_not_found', 'C0NOWHERE'],
  ['not_in_channel', 'C0LOUNGE'],
  ['is_archived', 'C0OLDDESK'],
])('a post is refused: %s', async (error, channel) => {
  expect((await refusalOf(client.chat.postMessage({ channel, text: 'Hello' }))).error).toBe(error);
});

test.each([
  ['no_text', { text: '' }],
  ['msg_too_long', { text: 'x'.repeat(40_001) }],
  ['invalid_blocks_format', { text: 'Hello', blocks: 'no list' }],
  ['invalid_arguments', { text: 'Hello', attachments: [{ text: 'old' }] }],
  ['invalid_metadata_format', { text: 'Hello', metadata: { event_type: 'alert' } }],
  ['thread_not_found', { text: 'Hello', thread_ts: '1.000000' }],
])('content is refused: %s', async (error, content) => {
  expect((await refusalOf(client.apiCall('chat.postMessage', { channel: OPS, ...content }))).error).toBe(
    error,
  );
});

test('an update changes the message and marks it as edited', async () => {
  const ts = await posted('Stale');
  await client.chat.update({ channel: OPS, ts, text: 'Alive again' });
  expect(slack.seenBy('operator', 'ops')).toMatchObject([{ ts, text: 'Alive again', edited: true }]);
});

test('an update that does not mention blocks leaves them', async () => {
  const { ts } = await client.chat.postMessage({
    channel: OPS,
    text: 'Hello',
    blocks: [{ type: 'divider' }],
  });
  await client.chat.update({ channel: OPS, ts: ts ?? '', text: 'Changed' });
  expect(slack.seenBy('operator', 'ops')[0]?.blocks).toMatchObject([{ type: 'divider' }]);
});

test.each([
  ['message_not_found', async () => '1.000000'],
  ['cant_update_message', async () => (await slack.say('Mine', { user: 'viewer', channel: 'ops' })).ts ?? ''],
])('an update is refused: %s', async (error, tsOf) => {
  expect(
    (await refusalOf(client.chat.update({ channel: OPS, ts: await tsOf(), text: 'Changed' }))).error,
  ).toBe(error);
});

test('an update takes 4,000 characters of text and no more', async () => {
  const ts = await posted('Hello');
  await client.chat.update({ channel: OPS, ts, text: 'x'.repeat(4_000) });
  const refused = await refusalOf(client.chat.update({ channel: OPS, ts, text: 'x'.repeat(4_001) }));
  expect(refused.error).toBe('msg_too_long');
});

test('a deleted message is gone', async () => {
  const ts = await posted('Oops');
  await client.chat.delete({ channel: OPS, ts });
  expect(shown('operator')).toEqual([]);
});

test.each([
  ['message_not_found', async () => '1.000000'],
  ['cant_delete_message', async () => (await slack.say('Mine', { user: 'viewer', channel: 'ops' })).ts ?? ''],
])('a deletion is refused: %s', async (error, tsOf) => {
  expect((await refusalOf(client.chat.delete({ channel: OPS, ts: await tsOf() }))).error).toBe(error);
});

test('an ephemeral message is seen by its recipient alone', async () => {
  await client.chat.postEphemeral({ channel: OPS, user: 'U0OPERATOR', text: 'Only you' });
  expect([shown('operator'), shown('viewer')]).toEqual([['Only you'], []]);
});

test('an ephemeral message cannot be updated', async () => {
  const { message_ts } = await client.chat.postEphemeral({
    channel: OPS,
    user: 'U0OPERATOR',
    text: 'Only you',
  });
  const call = client.chat.update({ channel: OPS, ts: message_ts ?? '', text: 'Changed' });
  expect((await refusalOf(call)).error).toBe('message_not_found');
});

test('an ephemeral message for somebody who is not there is refused', async () => {
  const call = client.chat.postEphemeral({ channel: OPS, user: 'U0NOBODY', text: 'Only you' });
  expect((await refusalOf(call)).error).toBe('user_not_in_channel');
});

test('a thread counts its replies', async () => {
  const parent = await posted('Trader is down');
  await posted('Still down', parent);
  await posted('Back', parent);
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { ts: parent, replyCount: 2, threadTs: null },
    { threadTs: parent },
    { threadTs: parent },
  ]);
});

test('history has the newest first, no reply, and nothing ephemeral', async () => {
  const parent = await posted('First');
  await posted('A reply', parent);
  await client.chat.postEphemeral({ channel: OPS, user: 'U0OPERATOR', text: 'Only you' });
  await posted('Second');
  const { messages } = await client.conversations.history({ channel: OPS });
  expect(messages?.map((one) => one.text)).toEqual(['Second', 'First']);
});

test('history comes in pages', async () => {
  for (const text of ['1', '2', '3']) await posted(text);
  const first = await client.conversations.history({ channel: OPS, limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: OPS, limit: 2, cursor });
  const pages = [first, second].map((page) => page.messages?.map((one) => one.text));
  expect(pages).toEqual([['3', '2'], ['1']]);
});

test('history can start after a ts', async () => {
  const first = await posted('First');
  await posted('Second');
  const { messages } = await client.conversations.history({ channel: OPS, oldest: first });
  expect(messages?.map((one) => one.text)).toEqual(['Second']);
});

test('metadata is read back when it is asked for', async () => {
  const metadata = { event_type: 'alert', event_payload: { id: 'a1' } };
  await client.chat.postMessage({ channel: OPS, text: 'Down', metadata });
  const { messages: all } = await client.conversations.history({ channel: OPS, include_all_metadata: true });
  const { messages: plain } = await client.conversations.history({ channel: OPS });
  expect([all?.[0]?.metadata, plain?.[0]?.metadata]).toEqual([metadata, undefined]);
});

test('replies come with their parent, the oldest first', async () => {
  const parent = await posted('Down');
  await posted('Up', parent);
  const { messages } = await client.conversations.replies({ channel: OPS, ts: parent });
  expect(messages?.map((one) => one.text)).toEqual(['Down', 'Up']);
});

test('history of a channel the bot is not in is refused', async () => {
  expect((await refusalOf(client.conversations.history({ channel: 'C0LOUNGE' }))).error).toBe(
    'not_in_channel',
  );
});

test('a channel tells its name and whether the bot is in it', async () => {
  const { channel } = await client.conversations.info({ channel: 'C0LOUNGE' });
  expect(channel).toMatchObject({ id: 'C0LOUNGE', name: 'lounge', is_member: false, is_archived: false });
});

test('a person tells language and zone', async () => {
  const { user } = await client.users.info({ user: 'U0SEOUL', include_locale: true });
  expect(user).toMatchObject({ locale: 'ko-KR', tz: 'Asia/Seoul', tz_offset: 32_400 });
});

test('nobody of that id is user_not_found', async () => {
  expect((await refusalOf(client.users.info({ user: 'U0NOBODY' }))).error).toBe('user_not_found');
});
