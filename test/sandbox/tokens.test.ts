import { type Sandbox, startSandbox } from '../../sandbox';
import { refusalOf, webClient } from './clients';

let slack: Sandbox;
beforeEach(async () => {
  slack = await startSandbox({ scopes: ['commands', 'chat:write'] });
});
afterEach(() => slack.stop());

test('auth.test identifies the bot', async () => {
  const { user_id, team_id, bot_id } = await webClient(slack).auth.test();
  expect({ user_id, team_id, bot_id }).toEqual({
    user_id: 'U0ARBWATCH',
    team_id: 'T0SANDBOX',
    bot_id: 'B0ARBWATCH',
  });
});

test('A call without a token is not_authed', async () => {
  const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
  expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
});

test('A token of another sandbox is invalid_auth', async () => {
  const other = await startSandbox();
  const { error } = await refusalOf(webClient(slack, other.tokens.bot).auth.test());
  await other.stop();
  expect(error).toBe('invalid_auth');
});

test('The bot token opens no Socket Mode connection', async () => {
  expect((await refusalOf(webClient(slack).apps.connections.open({}))).error).toBe('not_allowed_token_type');
});

test('A method beyond the scopes is rejected with needed and provided scopes', async () => {
  const refused = await refusalOf(webClient(slack).conversations.history({ channel: 'C0OPS' }));
  expect(refused).toMatchObject({
    error: 'missing_scope',
    needed: 'channels:history',
    provided: 'commands,chat:write',
  });
});

test('A missing argument is named', async () => {
  const { error, response_metadata } = await refusalOf(
    webClient(slack).apiCall('chat.postMessage', { text: 'Hello' }),
  );
  expect(error).toBe('invalid_arguments');
  expect(response_metadata.messages).toEqual(['[ERROR] missing required field: channel [json-pointer:]']);
});

test('The journal keeps the arguments but no token', async () => {
  await webClient(slack).chat.postMessage({ channel: 'C0OPS', text: 'Hello', token: slack.tokens.bot });
  expect(JSON.stringify(slack.journal.records)).not.toContain('xoxb-');
});
