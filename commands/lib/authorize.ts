import { forbiddenMessage, type Message, permissionUnknownMessage } from '../../formatters';
import type { Role } from '../../src/access/roles';
import type { CommandDeps } from '../command';

/** What to tell somebody who may not do this; null when they may. */
export async function authorize(
  right: Role,
  { roles, requester }: Pick<CommandDeps, 'roles' | 'requester'>,
): Promise<Message | null> {
  const permission = await roles.permission(right, requester);
  switch (permission.kind) {
    case 'allowed':
      return null;
    case 'denied':
      return forbiddenMessage(right, permission.allowedIds);
    case 'unknown':
      return permissionUnknownMessage(permission.groups, permission.reason, permission.remedy);
  }
}
