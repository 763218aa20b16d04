import type { Block } from '@slack/types';
import { type Sandbox, startSandbox } from '../../sandbox';
import { refusalOf, webClient } from './clients';

const DAY_S = 86_400;

let slack: Sandbox;
beforeEach(async () => {
  slack = await startSandbox();
});
afterEach(() => slack.stop());

const inDays = (days: number): number => Math.floor(Date.now() / 1000) + days * DAY_S;

const schedule = (channel: string, post_at = inDays(100)) =>
  webClient(slack).chat.scheduleMessage({ channel, text: 'Hello', post_at });

test('A message can be scheduled for a person and taken back, and nobody sees it', async () => {
  const { channel = '', scheduled_message_id = '' } = await schedule('U0VIEWER');
  const taken = () => webClient(slack).chat.deleteScheduledMessage({ channel, scheduled_message_id });
  await taken();
  expect((await refusalOf(taken())).error).toBe('invalid_scheduled_message_id');
  expect(slack.world.messagesIn(channel)).toEqual([]);
});

test.each([
  ['C0LOUNGE', 100, 'not_in_channel'],
  ['C0OLDDESK', 100, 'is_archived'],
  ['C0NOWHERE', 100, 'channel_not_found'],
  ['C0OPS', -1, 'time_in_past'],
  ['C0OPS', 121, 'time_too_far'],
])('A message for %s in %s days is refused with %s', async (channel, days, code) => {
  expect((await refusalOf(schedule(channel, inDays(days)))).error).toBe(code);
});

test('Scopes that are granted later count from then on, and are in the header of every answer', async () => {
  slack.grant(['chat:write']);
  expect((await refusalOf(webClient(slack).users.info({ user: 'U0VIEWER' }))).needed).toBe('users:read');
  const { response_metadata } = await webClient(slack).auth.test();
  expect(response_metadata?.scopes).toEqual(['chat:write']);
});

test('A closed account is known, as deleted', async () => {
  slack.world.deactivate('viewer', true);
  expect((await webClient(slack).users.info({ user: 'U0VIEWER' })).user?.deleted).toBe(true);
  slack.world.deactivate('viewer', false);
  expect((await webClient(slack).users.info({ user: 'U0VIEWER' })).user?.deleted).toBe(false);
});

test('A bot is known with its app, and a user group with its members', async () => {
  slack.grant(['users:read', 'usergroups:read']);
  const client = webClient(slack);
  expect((await client.bots.info({ bot: 'B0ARBWATCH' })).bot?.app_id).toBe('A0SANDBOX');
  expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users).toEqual([
    'U0OPERATOR',
    'U0SEOUL',
  ]);
  expect((await refusalOf(client.usergroups.users.list({ usergroup: 'S0NOBODY' }))).error).toBe(
    'no_such_subteam',
  );
});

test('blocks.validate says where blocks are wrong', async () => {
  const validate = (type: string) =>
    webClient(slack).blocks.validate({
      blocks: [{ type, text: { type: 'plain_text', text: 'Hello' } } as Block],
    });
  expect((await validate('header')).ok).toBe(true);
  const refused = await refusalOf(validate('heading'));
  expect(refused).toMatchObject({
    error: 'invalid_blocks',
    errors: [{ pointer: '/0/type', message: 'unsupported type: heading' }],
  });
});
