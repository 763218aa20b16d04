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

test('A reply that is also sent to the channel is in both and names its thread', async () => {
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

test('Everybody in the channel sees a posted message', async () => {
  await posted('Paper trader is alive.');
  expect([shown('operator'), shown('viewer')]).toEqual([
    ['Paper trader is alive.'],
    ['Paper trader is alive.'],
  ]);
});

test('No two messages have the same ts', async () => {
  const all = await Promise.all(['a', 'b', 'c', 'd'].map((text) => posted(text)));
  expect(new Set(all).size).toBe(4);
});

test.each([
  ['channel_not_found', 'C0NOWHERE'],
  ['not_in_channel', 'C0LOUNGE'],
  ['is_archived', 'C0OLDDESK'],
])('A post is rejected with %s', async (error, channel) => {
  expect((await refusalOf(client.chat.postMessage({ channel, text: 'Hello' }))).error).toBe(error);
});

test.each([
  ['no_text', { text: '' }],
  ['msg_too_long', { text: 'x'.repeat(40_001) }],
  ['invalid_blocks_format', { text: 'Hello', blocks: 'no list' }],
  ['invalid_arguments', { text: 'Hello', attachments: [{ text: 'old' }] }],
  ['invalid_metadata_format', { text: 'Hello', metadata: { event_type: 'alert' } }],
  ['thread_not_found', { text: 'Hello', thread_ts: '1.000000' }],
])('Message content is rejected with %s', async (error, content) => {
  expect((await refusalOf(client.apiCall('chat.postMessage', { channel: OPS, ...content }))).error).toBe(
    error,
  );
});

test('An update changes the message and marks it as edited', async () => {
  const ts = await posted('Stale');
  await client.chat.update({ channel: OPS, ts, text: 'Alive again' });
  expect(slack.seenBy('operator', 'ops')).toMatchObject([{ ts, text: 'Alive again', edited: true }]);
});

test.each([
  ['message_not_found', async () => '1.000000'],
  ['cant_update_message', async () => (await slack.say('Mine', { user: 'viewer', channel: 'ops' })).ts ?? ''],
])('An update is rejected with %s', async (error, tsOf) => {
  expect(
    (await refusalOf(client.chat.update({ channel: OPS, ts: await tsOf(), text: 'Changed' }))).error,
  ).toBe(error);
});

test('A deleted message is gone', async () => {
  const ts = await posted('Oops');
  await client.chat.delete({ channel: OPS, ts });
  expect(shown('operator')).toEqual([]);
});

test.each([
  ['message_not_found', async () => '1.000000'],
  ['cant_delete_message', async () => (await slack.say('Mine', { user: 'viewer', channel: 'ops' })).ts ?? ''],
])('A deletion is rejected with %s', async (error, tsOf) => {
  expect((await refusalOf(client.chat.delete({ channel: OPS, ts: await tsOf() }))).error).toBe(error);
});

test('Only its recipient sees an ephemeral message', async () => {
  await client.chat.postEphemeral({ channel: OPS, user: 'U0OPERATOR', text: 'Only you' });
  expect([shown('operator'), shown('viewer')]).toEqual([['Only you'], []]);
});

test('History has the newest message first, without replies and ephemeral messages', async () => {
  const parent = await posted('First');
  await posted('A reply', parent);
  await client.chat.postEphemeral({ channel: OPS, user: 'U0OPERATOR', text: 'Only you' });
  await posted('Second');
  const { messages } = await client.conversations.history({ channel: OPS });
  expect(messages?.map((one) => one.text)).toEqual(['Second', 'First']);
});

test('History comes in pages', async () => {
  for (const text of ['1', '2', '3']) await posted(text);
  const first = await client.conversations.history({ channel: OPS, limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: OPS, limit: 2, cursor });
  const pages = [first, second].map((page) => page.messages?.map((one) => one.text));
  expect(pages).toEqual([['3', '2'], ['1']]);
});

test('History contains metadata if requested', async () => {
  const metadata = { event_type: 'alert', event_payload: { id: 'a1' } };
  await client.chat.postMessage({ channel: OPS, text: 'Down', metadata });
  const { messages: all } = await client.conversations.history({ channel: OPS, include_all_metadata: true });
  const { messages: plain } = await client.conversations.history({ channel: OPS });
  expect([all?.[0]?.metadata, plain?.[0]?.metadata]).toEqual([metadata, undefined]);
});
