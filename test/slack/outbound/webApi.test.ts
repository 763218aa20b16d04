import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, type Sandbox, startSandbox } from '../../../sandbox';
import type { MessageMetadata, SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { createSlackMessageApi } from '../../../src/slack/outbound/webApi';
import { settableClock } from '../../helpers/clock';
import { keptLog } from '../../helpers/log';
import { webClient } from '../../sandbox/clients';

const CHANNEL = 'C0ALERTS';
const MESSAGE = {
  text: 'paper:docker has no heartbeat',
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*paper:docker* has no heartbeat' } },
  ],
};
const mark: MessageMetadata = { id: 'heartbeat:paper:docker:1' };

const clock = settableClock();
let slack: Sandbox;
let port: SlackMessageApi;
beforeEach(async () => {
  slack = await startSandbox({ clock });
  port = portTo(slack.apiUrl);
});
afterEach(() => slack.stop());

const portTo = (apiUrl: string, token = slack.tokens.bot, timeoutMs = 8_000): SlackMessageApi =>
  createSlackMessageApi({ token, apiUrl, log: keptLog().log, timeoutMs, clock });
const post = (more: Partial<Parameters<SlackMessageApi['post']>[0]> = {}) =>
  port.post({ channel: CHANNEL, message: MESSAGE, mark, ...more });
const posted = async (more: Partial<Parameters<SlackMessageApi['post']>[0]> = {}) => {
  const outcome = await post(more);
  if (outcome.kind !== 'done') throw new Error(`not posted: ${JSON.stringify(outcome)}`);
  return outcome.value;
};
const find = (more: Partial<Parameters<SlackMessageApi['find']>[0]> = {}) =>
  port.find({ channel: CHANNEL, since: clock.now(), fits: ({ id }) => id === mark.id, ...more });
const seen = () => slack.seenBy('operator', 'trading-alerts');

describe('posting', () => {
  test('puts the message into the channel, marked', async () => {
    const { ts } = await posted();
    expect(seen()).toMatchObject([
      { ts, text: MESSAGE.text, metadata: { event_type: 'arbwatch_delivery', event_payload: mark } },
    ]);
  });

  test('unfurls nothing', async () => {
    await posted();
    expect(slack.journal.calls('chat.postMessage')[0]?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
  });

  test('puts a reply into the thread, and says whether the channel shall see it', async () => {
    const root = await posted();
    await posted({ threadTs: root.ts, replyBroadcast: true });
    expect([seen()[1]?.threadTs, slack.journal.calls('chat.postMessage')[1]?.args.reply_broadcast]).toEqual([
      root.ts,
      'true',
    ]);
  });

  test('into a channel by name returns the id of the channel', async () => {
    expect((await posted({ channel: '#trading-alerts' })).channel).toBe(CHANNEL);
  });
});

describe('what comes of a call', () => {
  test.each<[string, Fault, object]>([
    ['the channel is gone', { error: 'channel_not_found' }, { kind: 'rejected', scope: 'channel' }],
    ['the bot is not in it', { error: 'not_in_channel' }, { kind: 'rejected', scope: 'channel' }],
    ['it is archived', { error: 'is_archived' }, { kind: 'rejected', code: 'is_archived', scope: 'channel' }],
    ['the token is wrong', { error: 'invalid_auth' }, { kind: 'rejected', scope: 'token' }],
    ['the token was revoked', { error: 'token_revoked' }, { kind: 'rejected', scope: 'token' }],
    ['the app was removed', { error: 'account_inactive' }, { kind: 'rejected', scope: 'token' }],
    ['a scope is missing', { error: 'missing_scope' }, { kind: 'rejected', scope: 'token' }],
    ['the blocks are too long', { error: 'msg_blocks_too_long' }, { kind: 'rejected', scope: 'message' }],
    ['the blocks are wrong', { error: 'invalid_blocks' }, { kind: 'rejected', scope: 'message' }],
    ['Slack is not at its best', { error: 'service_unavailable' }, { kind: 'rejected', scope: 'transient' }],
    ['Slack says something new', { error: 'never_heard_of' }, { kind: 'rejected', scope: 'unknown' }],
    ['Slack failed half way, as it says itself', { error: 'internal_error' }, { kind: 'ambiguous' }],
    ['it was too fast', { ratelimited: true, retryAfterS: 7 }, { kind: 'rate_limited', retryAfterMs: 7_000 }],
    ['a server failed', { status: 503 }, { kind: 'ambiguous', detail: 'HTTP 503' }],
    ['a proxy refused', { status: 403 }, { kind: 'rejected', code: 'http_403', scope: 'unknown' }],
    ['the connection broke', { drop: true }, { kind: 'ambiguous' }],
    ['it was carried out and the connection broke', { acceptThenDrop: true }, { kind: 'ambiguous' }],
    ['it was carried out and a server failed', { acceptThenStatus: 502 }, { kind: 'ambiguous' }],
  ])('%s', async (_, fault, outcome) => {
    slack.fail('chat.postMessage', fault);
    expect(await post()).toMatchObject(outcome);
  });

  test('is told after one try, whatever it is', async () => {
    slack.fail('chat.postMessage', { status: 500 });
    slack.fail('chat.update', { ratelimited: true });
    const { length: before } = slack.journal.calls();
    await post();
    await port.update({ channel: CHANNEL, ts: '1.000000', message: MESSAGE, mark });
    expect(slack.journal.calls().length - before).toBe(2);
  });

  test('no answer came in time', async () => {
    slack.fail('chat.postMessage', { delayMs: 60 });
    const hasty = portTo(slack.apiUrl, slack.tokens.bot, 20);
    expect(await hasty.post({ channel: CHANNEL, message: MESSAGE, mark })).toEqual({
      kind: 'ambiguous',
      detail: 'no answer in time',
    });
  });

  test('nobody listens: it was not sent', async () => {
    await slack.stop();
    expect(await post()).toEqual({ kind: 'not_sent', detail: 'ECONNREFUSED' });
  });

  test('the name has no address: it was not sent', async () => {
    const away = portTo('http://slack.invalid/api/');
    expect(await away.post({ channel: CHANNEL, message: MESSAGE, mark })).toMatchObject({ kind: 'not_sent' });
  });

  test.each<[string, string, object]>([
    ['a page in place of an answer is no word of Slack', '<html>Sign in</html>', { kind: 'ambiguous' }],
    ['nor is half an answer', '{"ok":tr', { kind: 'ambiguous' }],
    ['nor is JSON of something else', '{"status":"up"}', { kind: 'ambiguous' }],
    ['a post without its ts may have been carried out', '{"ok":true}', { kind: 'ambiguous' }],
    [
      'a refusal without a code is one',
      '{"ok":false}',
      { kind: 'rejected', code: 'no_error_code', scope: 'unknown' },
    ],
    ['a limit as a code is one', '{"ok":false,"error":"ratelimited"}', { kind: 'rate_limited' }],
    [
      'a locked thread is no fault of the channel',
      '{"ok":false,"error":"restricted_action_thread_locked"}',
      { kind: 'rejected', scope: 'message' },
    ],
  ])('%s', async (_, body, expected) => {
    const proxy = await serving(body);
    const outcome = await portTo(proxy.url).post({ channel: CHANNEL, message: MESSAGE, mark });
    await proxy.close();
    expect(outcome).toMatchObject(expected);
  });

  test('a redirect may have been carried out', async () => {
    const proxy = await serving('', 302);
    const outcome = await portTo(proxy.url).post({ channel: CHANNEL, message: MESSAGE, mark });
    await proxy.close();
    expect(outcome.kind).toBe('ambiguous');
  });

  test('a token that Slack does not know is a fault of the token', async () => {
    const strange = portTo(slack.apiUrl, 'xoxb-strange');
    expect(await strange.post({ channel: CHANNEL, message: MESSAGE, mark })).toMatchObject({
      code: 'invalid_auth',
      scope: 'token',
    });
  });
});

describe('updating and removing', () => {
  test('an update changes the message and keeps its mark', async () => {
    const place = await posted();
    await port.update({ ...place, message: { ...MESSAGE, text: 'beats again' }, mark });
    expect(seen()).toMatchObject([{ text: 'beats again', edited: true, metadata: { event_payload: mark } }]);
  });

  test('an update of a deleted message is rejected', async () => {
    const place = await posted();
    await port.remove(place);
    expect(await port.update({ ...place, message: MESSAGE, mark })).toMatchObject({
      code: 'message_not_found',
    });
  });

  test('a message that was removed is gone', async () => {
    const outcome = await port.remove(await posted());
    expect([outcome, seen()]).toEqual([{ kind: 'done', value: null }, []]);
  });
});

describe('finding', () => {
  test('returns the message with the metadata', async () => {
    const place = await posted();
    await posted({ mark: { id: 'another' } });
    expect(await find()).toEqual({ kind: 'done', value: place });
  });

  test('returns null if there is none', async () => {
    expect(await find()).toEqual({ kind: 'done', value: null });
  });

  test('of two takes the older', async () => {
    const first = await posted();
    await posted();
    expect(await find()).toEqual({ kind: 'done', value: first });
  });

  test('looks no further back than asked', async () => {
    await posted();
    clock.advance(1_000);
    expect(await find({ since: clock.now() })).toEqual({ kind: 'done', value: null });
  });

  test('reads on past the first page', async () => {
    const place = await posted();
    for (let i = 0; i < 210; i++) slack.world.post({ channel: CHANNEL, author: 'U0VIEWER', text: `${i}` });
    expect(await find()).toEqual({ kind: 'done', value: place });
  });

  test('looks into a thread', async () => {
    const root = await posted({ mark: { id: 'root' } });
    const reply = await posted({ threadTs: root.ts });
    expect([await find(), await find({ threadTs: root.ts })]).toEqual([
      { kind: 'done', value: null },
      { kind: 'done', value: reply },
    ]);
  });

  test("takes no message of somebody else's for its own", async () => {
    const metadata = { event_type: 'arbwatch_delivery', event_payload: mark };
    slack.world.post({ channel: CHANNEL, author: 'U0VIEWER', text: 'fake', metadata });
    expect(await find()).toEqual({ kind: 'done', value: null });
  });

  test('passes over metadata of other kinds', async () => {
    const client = webClient(slack);
    await client.chat.postMessage({
      channel: CHANNEL,
      text: 'x',
      metadata: { event_type: 'x', event_payload: {} },
    });
    const place = await posted();
    expect(await find()).toEqual({ kind: 'done', value: place });
  });

  test('gives an outage to whoever asks by its time', async () => {
    const place = await posted({ mark: { id: 'monitoring_outage:1', outageSince: 1_700_000_000 } });
    const found = await find({ fits: ({ outageSince = 0 }) => Math.abs(outageSince - 1_700_000_030) <= 60 });
    expect(found).toEqual({ kind: 'done', value: place });
  });

  test('takes no longer in all than one call may', async () => {
    const hasty = portTo(slack.apiUrl, slack.tokens.bot, 1_000);
    slack.fail('auth.test', { delayMs: 600 });
    slack.fail('conversations.history', { delayMs: 600 });
    const outcome = await hasty.find({ channel: CHANNEL, since: clock.now(), fits: () => true });
    expect(outcome).toEqual({ kind: 'ambiguous', detail: 'no answer in time' });
  });

  test('goes on where it stopped, in a channel with more messages than one call can read', async () => {
    const place = await posted();
    for (let i = 0; i < 3_000; i++) slack.world.post({ channel: CHANNEL, author: 'U0VIEWER', text: `${i}` });
    const hasty = portTo(slack.apiUrl, slack.tokens.bot, 500);
    slack.fail('conversations.history', { delayMs: 50 });
    const since = new Date(clock.now());
    const outcomes: string[] = [];
    for (let call = 0; call < 10 && outcomes.at(-1) !== 'done'; call++) {
      const outcome = await hasty.find({ channel: CHANNEL, since, fits: ({ id }) => id === mark.id });
      outcomes.push(outcome.kind);
      if (outcome.kind === 'done') expect(outcome.value).toEqual(place);
    }
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.at(-1)).toBe('done');
    // Sixteen pages, one more each time for what is new, and one that was cut off.
    const pages = slack.journal.calls('conversations.history').length;
    expect(pages).toBeLessThanOrEqual(16 + 2 * outcomes.length);
  });

  test('sees what was posted since it stopped', async () => {
    for (let i = 0; i < 1_000; i++) slack.world.post({ channel: CHANNEL, author: 'U0VIEWER', text: `${i}` });
    const since = new Date(clock.now());
    const hasty = portTo(slack.apiUrl, slack.tokens.bot, 500);
    await hasty.find({ channel: CHANNEL, since, fits: () => false });
    const clear = slack.fail('conversations.history', { delayMs: 300 });
    const cut = await hasty.find({ channel: CHANNEL, since, fits: () => false });
    clear();
    const place = await posted();
    const outcome = await hasty.find({ channel: CHANNEL, since, fits: ({ id }) => id === mark.id });
    expect([cut.kind, outcome]).toEqual(['ambiguous', { kind: 'done', value: place }]);
  });

  test('finds a message also where our clock is ten minutes ahead of Slack', async () => {
    const ahead = {
      now: () => new Date(clock.now().getTime() + 600_000),
      monotonicMs: () => clock.monotonicMs(),
    };
    const token = slack.tokens.bot;
    const fast = createSlackMessageApi({ token, apiUrl: slack.apiUrl, log: keptLog().log, clock: ahead });
    const since = ahead.now();
    const outcome = await fast.post({ channel: CHANNEL, message: MESSAGE, mark });
    const found = await fast.find({ channel: CHANNEL, since, fits: ({ id }) => id === mark.id });
    expect(found).toEqual(outcome);
  });

  test('without the scope to read is rejected', async () => {
    const blind = await startSandbox({ clock, scopes: ['chat:write'] });
    const outcome = await portTo(blind.apiUrl, blind.tokens.bot).find({
      channel: CHANNEL,
      since: clock.now(),
      fits: () => true,
    });
    await blind.stop();
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'missing_scope' });
  });
});

async function serving(text: string, status = 200): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((_, response) =>
    response.writeHead(status, { location: '/elsewhere' }).end(text),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: at } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${at}/api/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('The address of a message', () => {
  const message = { channel: 'C0ALERTS', ts: '1795316280.000100' };

  test.each([
    [
      'is in the workspace',
      'https://team.slack.com/',
      'https://team.slack.com/archives/C0ALERTS/p1795316280000100',
    ],
    ['is not known where the workspace has none', '', null],
    ['is not known where that of the workspace is none', 'javascript:alert(1)', null],
  ])('%s', async (_, url, expected) => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, bot_id: 'B0BOT', url }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: at } = server.address() as AddressInfo;
    expect(await portTo(`http://127.0.0.1:${at}/api/`).messageUrl?.(message)).toBe(expected);
    server.close();
    server.closeAllConnections();
  });

  test('is not known while Slack does not answer', async () => {
    slack.fail('auth.test', { status: 500 });
    expect(await port.messageUrl?.(message)).toBeNull();
  });
});
