import type { Logger } from '../lib/logger';

/** Somebody who asks for something in Slack: a user (U…) in a channel (C…, D… or G…). */
export interface Requester {
  readonly userId: string;
  readonly channelId: string;
  /** Of another workspace, with which a channel is shared (Slack Connect). */
  readonly isOutsider?: true;
}

/** To see what the bot shows, or to act on alerts. */
export type Right = 'look' | 'act';

/** Ids of users (U…, W…), user groups (S…) and channels (C…, G…); null for everyone in the workspace. */
export interface RoleConfig {
  readonly viewers: readonly string[] | null;
  readonly operators: readonly string[] | null;
}

/** Who is in Slack's user groups. */
export interface UserGroups {
  /** The user ids of a group's members. Throws UserGroupError when Slack does not tell. */
  members(groupId: string): Promise<readonly string[]>;
}

/** What helps: to ask again, or that whoever runs the bot changes something. */
export type Remedy = 'retry' | 'setup';

/** Slack did not tell who is in a user group; the message says why. */
export class UserGroupError extends Error {
  override readonly name = 'UserGroupError';

  constructor(
    message: string,
    readonly mends: Remedy,
  ) {
    super(message);
  }
}

export type Permission =
  | { readonly kind: 'allowed' }
  /** `whoMay` are the ids of those to ask; none where it is the people of the workspace. */
  | { readonly kind: 'denied'; readonly whoMay: readonly string[] }
  /** It depends on groups of which Slack does not tell the members; then nobody is taken for one. */
  | {
      readonly kind: 'unknown';
      readonly groups: readonly string[];
      readonly reason: string;
      readonly mends: Remedy;
    };

const ALLOWED: Permission = { kind: 'allowed' };

const allowWorkspace = ({ isOutsider }: Requester): Permission =>
  isOutsider ? { kind: 'denied', whoMay: [] } : ALLOWED;

/**
 * Who may look and who may act:
 *
 * 1. Everyone may look where no viewers are named, and whoever may look may act where no operators are named.
 * 2. Operators may look.
 * 3. A channel in a list stands for whoever asks in it.
 * 4. Everyone, and whoever asks in a channel, is of this workspace: others are let in by their user id alone, or by a
 *    user group.
 */
export class Roles {
  constructor(
    private readonly config: RoleConfig,
    private readonly groups: UserGroups,
    private readonly log: Logger,
  ) {}

  async permission(right: Right, asker: Requester): Promise<Permission> {
    const { viewers, operators } = this.config;
    const list = right === 'act' && operators !== null ? operators : this.lookers();
    const permission =
      list === null ? allowWorkspace(asker) : await this.amongst(list, operators ?? viewers ?? [], asker);
    if (permission.kind !== 'allowed')
      this.log.info({ ...asker, right, permission: permission.kind }, 'somebody was refused');
    return permission;
  }

  /** All who may look; null for everyone. */
  private lookers(): readonly string[] | null {
    const { viewers, operators } = this.config;
    return viewers === null ? null : [...viewers, ...(operators ?? [])];
  }

  private async amongst(
    list: readonly string[],
    whoMay: readonly string[],
    { userId, channelId, isOutsider }: Requester,
  ): Promise<Permission> {
    if (list.includes(userId) || (!isOutsider && list.includes(channelId))) return ALLOWED;
    const groups = list.filter((id) => id.startsWith('S'));
    const told = await Promise.all(groups.map((id) => this.membersOf(id)));
    if (told.some(({ members }) => members.includes(userId))) return ALLOWED;
    const untold = told.filter(({ fault }) => fault !== null);
    const fault = untold[0]?.fault ?? null;
    if (fault !== null) {
      const { message: reason, mends } = fault;
      return { kind: 'unknown', groups: untold.map(({ id }) => id), reason, mends };
    }
    return { kind: 'denied', whoMay };
  }

  private async membersOf(
    id: string,
  ): Promise<{ id: string; members: readonly string[]; fault: UserGroupError | null }> {
    try {
      return { id, members: await this.groups.members(id), fault: null };
    } catch (error) {
      if (!(error instanceof UserGroupError)) throw error;
      this.log.warn({ group: id, reason: error.message }, 'Slack did not tell who is in a user group');
      return { id, members: [], fault: error };
    }
  }
}
