import { type Sandbox, startSandbox } from '../../sandbox';
import { refusalOf, webClient } from './clients';

let slack: Sandbox;
beforeEach(async () => {
  slack = await startSandbox({ scopes: ['commands', 'chat:write'] });
});
afterEach(() => slack.stop());

test('auth.test tells who the bot is', async () => {
  const { user_id, team_id, bot_id } = await webClient(slack).auth.test();
  expect({ user_id, team_id, bot_id }).toEqual({
    user_id: 'U0ARBWATCH',
    team_id: 'T0SANDBOX',
    bot_id: 'B0ARBWATCH',
  });
});

test('a call without a token is not_authed', async () => {
  const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
  expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
});

test('a token of another sandbox is invalid_auth', async () => {
  const other = await startSandbox();
  const { error } = await refusalOf(webClient(slack, other.tokens.bot).auth.test());
  await other.stop();
  expect(error).toBe('invalid_auth');
});

test('the app token opens no bot method', async () => {
  const call = webClient(slack, slack.tokens.app).chat.postMessage({ channel: 'C0OPS', text: 'Hello' });
  expect((await refusalOf(call)).error).toBe('not_allowed_token_type');
});

test('the bot token opens no Socket Mode connection', async () => {
  expect((await refusalOf(webClient(slack).apps.connections.open({}))).error).toBe('not_allowed_token_type');
});

test('an app token without connections:write opens none either', async () => {
  const other = await startSandbox({ appScopes: [] });
  const { error, needed } = await refusalOf(webClient(other, other.tokens.app).apps.connections.open({}));
  await other.stop();
  expect({ error, needed }).toEqual({ error: 'missing_scope', needed: 'connections:write' });
});

test('a method beyond the scopes is refused, with what it needs and what there is', async () => {
  const refused = await refusalOf(webClient(slack).conversations.history({ channel: 'C0OPS' }));
  expect(refused).toMatchObject({
    error: 'missing_scope',
    needed: 'channels:history',
    provided: 'commands,chat:write',
  });
});

test('a direct message is read with im:history, not with channels:history', async () => {
  const other = await startSandbox({ scopes: ['channels:history', 'im:write'] });
  const { channel } = await webClient(other).conversations.open({ users: 'U0OPERATOR' });
  const { needed } = await refusalOf(webClient(other).conversations.history({ channel: channel?.id ?? '' }));
  await other.stop();
  expect(needed).toBe('im:history');
});

test('every answer tells the scopes of the token', async () => {
  const { response_metadata } = await webClient(slack).auth.test();
  expect(response_metadata).toMatchObject({ scopes: ['commands', 'chat:write'] });
});

test('an unknown method is unknown_method', async () => {
  expect((await refusalOf(webClient(slack).apiCall('chat.shout'))).error).toBe('unknown_method');
});

test('a missing argument is named', async () => {
  const { error, response_metadata } = await refusalOf(
    webClient(slack).apiCall('chat.postMessage', { text: 'Hello' }),
  );
  expect(error).toBe('invalid_arguments');
  expect(response_metadata.messages).toEqual(['[ERROR] missing required field: channel [json-pointer:]']);
});

test('a body that is no JSON is invalid_json', async () => {
  const response = await fetch(`${slack.apiUrl}auth.test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.tokens.bot}` },
    body: '{',
  });
  expect(await response.json()).toEqual({ ok: false, error: 'invalid_json' });
});

test('arguments may come as JSON', async () => {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.tokens.bot}` },
    body: JSON.stringify({ channel: 'C0OPS', text: 'Hello', blocks: [{ type: 'divider' }] }),
  });
  expect(await response.json()).toMatchObject({ ok: true, channel: 'C0OPS' });
});

test('the journal keeps the arguments and no token', async () => {
  await webClient(slack).chat.postMessage({ channel: 'C0OPS', text: 'Hello', token: slack.tokens.bot });
  expect(JSON.stringify(slack.journal.records)).not.toContain('xoxb-');
});
