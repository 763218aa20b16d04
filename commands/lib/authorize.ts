import {
  forbiddenMessage,
  longSnoozeMessage,
  type Message,
  noOperatorsMessage,
  permissionUnknownMessage,
  readOnlyMessage,
} from '../../formatters';
import type { Role } from '../../src/access/roles';
import type { CommandDeps } from '../command';

/** Null for a requester who has the role; otherwise the denial. */
export async function authorize(
  role: Role,
  { roles, requester }: Pick<CommandDeps, 'roles' | 'requester'>,
): Promise<Message | null> {
  const permission = await roles.permission(role, requester);
  switch (permission.kind) {
    case 'allowed':
      return null;
    case 'denied':
      return forbiddenMessage(role, permission.allowedIds);
    case 'read_only':
      return readOnlyMessage();
    case 'no_operators':
      return noOperatorsMessage();
    case 'unknown':
      return permissionUnknownMessage(permission.groups, permission.reason, permission.remedy);
  }
}

/** The longest snooze that a responder may set, in ms: longer ones can hide an alert for a night. */
const RESPONDER_SNOOZE_MS = 3_600_000;

/** Null for a requester who may snooze until then; otherwise the denial, which says for how long they may. */
export async function authorizeSnooze(
  until: Date,
  deps: Pick<CommandDeps, 'roles' | 'requester' | 'clock'>,
): Promise<Message | null> {
  if (until.getTime() - deps.clock.now().getTime() <= RESPONDER_SNOOZE_MS) return null;
  const denial = await authorize('operator', deps);
  return denial && longSnoozeMessage(denial);
}
