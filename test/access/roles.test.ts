import { type RoleConfig, Roles, UserGroupError } from '../../src/access/roles';
import { noGroups, OPERATOR, STRANGER } from '../helpers/alertHarness';
import { keptLog } from '../helpers/log';

const groupsOf = (members: Record<string, readonly string[] | null>) => ({
  members: async (id: string) => {
    const found = members[id];
    if (!found) throw new UserGroupError('Slack did not answer', 'retry');
    return found;
  },
});

const everyone: RoleConfig = { viewers: null, operators: null };
const rolesOf = (config: Partial<RoleConfig>, groups = noGroups) =>
  new Roles(() => ({ ...everyone, ...config }), groups, keptLog().log);
const allowed = { kind: 'allowed' };

test.each(['viewer', 'responder'] as const)('Everyone is a %s where nobody is named', async (role) => {
  expect(await rolesOf({}).permission(role, STRANGER)).toEqual(allowed);
});

test.each([null, ['U0OPERATOR']])(
  'Nobody is an operator where none is named, with viewers %j',
  async (viewers) => {
    expect(await rolesOf({ viewers }).permission('operator', OPERATOR)).toEqual({ kind: 'no_operators' });
  },
);

test.each(['viewer', 'responder'] as const)(
  'Everyone is a %s where only operators are named',
  async (role) => {
    expect(await rolesOf({ operators: ['U0OPERATOR'] }).permission(role, STRANGER)).toEqual(allowed);
  },
);

test.each(['viewer', 'responder'] as const)('Who is not among the viewers is no %s', async (role) => {
  const permission = await rolesOf({ viewers: ['U0OPERATOR'] }).permission(role, STRANGER);
  expect(permission).toEqual({ kind: 'denied', allowedIds: ['U0OPERATOR'] });
});

test('A viewer is no operator if others are named, and learns whom to ask', async () => {
  const roles = rolesOf(
    { viewers: ['U0STRANGER'], operators: ['U0OPERATOR', 'S0OPS'] },
    groupsOf({ S0OPS: [] }),
  );
  expect(await roles.permission('operator', STRANGER)).toEqual({
    kind: 'denied',
    allowedIds: ['U0OPERATOR', 'S0OPS'],
  });
});

test('an operator may look though not named as a viewer', async () => {
  const roles = rolesOf({ viewers: ['U0VIEWER'], operators: ['U0OPERATOR'] });
  expect(await roles.permission('viewer', OPERATOR)).toEqual(allowed);
});

test('a channel stands for whoever asks in it, and only there', async () => {
  const roles = rolesOf({ operators: ['C0OPS'] });
  expect(await roles.permission('operator', { userId: 'U0ANY', channelId: 'C0OPS' })).toEqual(allowed);
  expect((await roles.permission('operator', { userId: 'U0ANY', channelId: 'C0LOUNGE' })).kind).toBe(
    'denied',
  );
});

describe('somebody of another workspace', () => {
  const abroad = { userId: 'U0ABROAD', channelId: 'C0OPS', isExternal: true } as const;

  test.each(['viewer', 'responder'] as const)('is no %s where everyone is', async (role) => {
    expect(await rolesOf({}).permission(role, abroad)).toEqual({ kind: 'denied', allowedIds: [] });
  });

  test('is none of those for whom their channel stands', async () => {
    const permission = await rolesOf({ operators: ['C0OPS'] }).permission('operator', abroad);
    expect(permission).toEqual({ kind: 'denied', allowedIds: ['C0OPS'] });
  });

  test('may what their user id is named for', async () => {
    expect(await rolesOf({ operators: ['U0ABROAD'] }).permission('operator', abroad)).toEqual(allowed);
  });
});

test('a user group stands for its members', async () => {
  const roles = rolesOf({ operators: ['S0OPS'] }, groupsOf({ S0OPS: ['U0OPERATOR'] }));
  expect(await roles.permission('operator', OPERATOR)).toEqual(allowed);
  expect((await roles.permission('operator', STRANGER)).kind).toBe('denied');
});

test('Nobody counts as a member while Slack does not answer, and the denial says why', async () => {
  const roles = rolesOf({ operators: ['S0OPS'] }, groupsOf({ S0OPS: null }));
  expect(await roles.permission('operator', OPERATOR)).toEqual({
    kind: 'unknown',
    groups: ['S0OPS'],
    reason: 'Slack did not answer',
    remedy: 'retry',
  });
});

test('A person named by id, or in another group, may act although Slack does not answer for one group', async () => {
  const groups = groupsOf({ S0OPS: null, S0DESK: ['U0SEOUL'] });
  const roles = rolesOf({ operators: ['S0OPS', 'S0DESK', 'U0OPERATOR'] }, groups);
  expect(await roles.permission('operator', OPERATOR)).toEqual(allowed);
  expect(await roles.permission('operator', { ...STRANGER, userId: 'U0SEOUL' })).toEqual(allowed);
});
