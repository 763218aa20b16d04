import { forbiddenMessage, type Message, permissionUnknownMessage } from '../../formatters';
import type { Right } from '../../src/access/roles';
import type { CommandDeps } from '../command';

/** What to tell somebody who may not do this; null when they may. */
export async function authorize(
  right: Right,
  { roles, asker }: Pick<CommandDeps, 'roles' | 'asker'>,
): Promise<Message | null> {
  const permission = await roles.permission(right, asker);
  switch (permission.kind) {
    case 'allowed':
      return null;
    case 'denied':
      return forbiddenMessage(right, permission.whoMay);
    case 'unknown':
      return permissionUnknownMessage(permission.groups, permission.reason, permission.mends);
  }
}
