import { cachedUserGroups } from '../../../src/slack/outbound/userGroups';
import { settableClock } from '../../helpers/clock';

/** A Slack that counts how often it is asked. */
function slack() {
  const asked: string[] = [];
  const state: { users: string[] | null } = { users: ['U0OPERATOR'] };
  const list = async ({ usergroup }: { usergroup: string }) => {
    asked.push(usergroup);
    if (state.users === null) throw new Error('connect ECONNREFUSED');
    return { users: state.users };
  };
  return { asked, state, client: { usergroups: { users: { list } } } };
}

test('a group is asked for once in five minutes', async () => {
  const clock = settableClock();
  const { asked, client } = slack();
  const groups = cachedUserGroups(client, clock);
  await groups.members('S0OPS');
  clock.advance(299_000);
  expect(await groups.members('S0OPS')).toEqual(['U0OPERATOR']);
  expect(asked).toEqual(['S0OPS']);
});

test('who left a group is no longer taken for a member after five minutes', async () => {
  const clock = settableClock();
  const { state, client } = slack();
  const groups = cachedUserGroups(client, clock);
  await groups.members('S0OPS');
  state.users = [];
  clock.advance(300_000);
  expect(await groups.members('S0OPS')).toEqual([]);
});

test('who left a group is no longer taken for a member after five minutes, also where the clock was set back', async () => {
  const clock = settableClock();
  const { state, client } = slack();
  const groups = cachedUserGroups(client, clock);
  await groups.members('S0OPS');
  state.users = [];
  clock.advance(-86_400_000);
  clock.advance(300_000);
  expect(await groups.members('S0OPS')).toEqual([]);
});

test('Former members do not count once Slack does not answer', async () => {
  const clock = settableClock();
  const { state, client } = slack();
  const groups = cachedUserGroups(client, clock);
  await groups.members('S0OPS');
  state.users = null;
  clock.advance(300_000);
  await expect(groups.members('S0OPS')).rejects.toThrow('Slack did not answer');
});

test('a failure is not remembered', async () => {
  const { state, client } = slack();
  const groups = cachedUserGroups(client, settableClock());
  state.users = null;
  await expect(groups.members('S0OPS')).rejects.toThrow();
  state.users = ['U0OPERATOR'];
  expect(await groups.members('S0OPS')).toEqual(['U0OPERATOR']);
});
