import { cannotTellMessage, type Message, notAllowedMessage } from '../../formatters';
import type { Right } from '../../src/access/roles';
import type { CommandDeps } from '../command';

/** What to tell somebody who may not do this; null when they may. */
export async function refusal(
  right: Right,
  { roles, asker }: Pick<CommandDeps, 'roles' | 'asker'>,
): Promise<Message | null> {
  const permission = await roles.permission(right, asker);
  switch (permission.kind) {
    case 'allowed':
      return null;
    case 'denied':
      return notAllowedMessage(right, permission.whoMay);
    case 'unknown':
      return cannotTellMessage(permission.groups, permission.reason, permission.mends);
  }
}
