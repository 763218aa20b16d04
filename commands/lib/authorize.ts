import { forbiddenMessage, type Message, permissionUnknownMessage } from '../../formatters';
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
    case 'unknown':
      return permissionUnknownMessage(permission.groups, permission.reason, permission.remedy);
  }
}
