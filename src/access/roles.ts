import type { Logger } from '../lib/logger';

/** A person who asks for something in Slack: a user (U…) in a channel (C…, D… or G…). */
export interface Requester {
  readonly userId: string;
  readonly channelId: string;
  /** Of another workspace, with which a channel is shared (Slack Connect). */
  readonly isExternal?: true;
}

/**
 * A viewer sees what the bot shows; a responder, which every viewer is, takes on an alert for a short time; an operator does
 * what can hide an alert for long or pages people.
 */
export type Role = 'viewer' | 'responder' | 'operator';

/** Ids of users (U…, W…), user groups (S…) and channels (C…, G…); null for everyone in the workspace. */
export interface RoleConfig {
  readonly viewers: readonly string[] | null;
  readonly operators: readonly string[] | null;
}

/** The members of Slack's user groups. */
export interface UserGroups {
  /** The user ids of a group's members. Throws UserGroupError when Slack does not return them. */
  members(groupId: string): Promise<readonly string[]>;
}

/** Whether to try again, or to ask whoever runs the bot to change something. */
export type Remedy = 'retry' | 'setup';

/** Slack did not return the members of a user group; the message says why. */
export class UserGroupError extends Error {
  override readonly name = 'UserGroupError';

  constructor(
    message: string,
    readonly remedy: Remedy,
  ) {
    super(message);
  }
}

export type Permission =
  | { readonly kind: 'allowed' }
  /** `allowedIds` are the ids of those to ask; none where it is the people of the workspace. */
  | { readonly kind: 'denied'; readonly allowedIds: readonly string[] }
  /** Asked for where nothing can be changed: in a terminal. */
  | { readonly kind: 'read_only' }
  /** Only operators may, and none are configured. */
  | { readonly kind: 'no_operators' }
  /** It depends on groups whose members Slack does not return; then nobody counts as a member. */
  | {
      readonly kind: 'unknown';
      readonly groups: readonly string[];
      readonly reason: string;
      readonly remedy: Remedy;
    };

const ALLOWED: Permission = { kind: 'allowed' };

const allowWorkspace = ({ isExternal }: Requester): Permission =>
  isExternal ? { kind: 'denied', allowedIds: [] } : ALLOWED;

/**
 * Who has which role:
 *
 * 1. Everyone is a viewer where no viewers are configured. Nobody is an operator where no operators are.
 * 2. Operators are viewers, and viewers are responders.
 * 3. A channel in a list stands for everyone who asks in it.
 * 4. "Everyone" means this workspace: people of others are let in by their user id or by a user group alone.
 */
export class Roles {
  constructor(
    /** Asked for each permission. */
    private readonly config: () => RoleConfig,
    private readonly groups: UserGroups,
    private readonly log: Logger,
  ) {}

  /** @param why `shown`: it is only shown which roles somebody has, and a denial is not worth a line in the log */
  async permission(role: Role, requester: Requester, why: 'asked' | 'shown' = 'asked'): Promise<Permission> {
    const permission = await this.decide(role, requester);
    if (permission.kind !== 'allowed' && why === 'asked')
      this.log.info({ ...requester, role, permission: permission.kind }, 'permission denied');
    return permission;
  }

  private async decide(role: Role, requester: Requester): Promise<Permission> {
    const config = this.config();
    const { viewers, operators } = config;
    if (role === 'operator')
      return operators === null
        ? { kind: 'no_operators' }
        : this.checkMembership(operators, operators, requester);
    const list = viewerIds(config);
    return list === null
      ? allowWorkspace(requester)
      : this.checkMembership(list, operators ?? viewers ?? [], requester);
  }

  private async checkMembership(
    list: readonly string[],
    allowedIds: readonly string[],
    { userId, channelId, isExternal }: Requester,
  ): Promise<Permission> {
    if (list.includes(userId) || (!isExternal && list.includes(channelId))) return ALLOWED;
    const groups = list.filter((id) => id.startsWith('S'));
    const memberships = await Promise.all(groups.map((id) => this.membersOf(id)));
    if (memberships.some(({ members }) => members.includes(userId))) return ALLOWED;
    const unresolved = memberships.flatMap(({ id, error }) => (error === null ? [] : [{ id, error }]));
    const [first] = unresolved;
    if (first === undefined) return { kind: 'denied', allowedIds };
    const { message: reason, remedy } = first.error;
    return { kind: 'unknown', groups: unresolved.map(({ id }) => id), reason, remedy };
  }

  private async membersOf(
    id: string,
  ): Promise<{ id: string; members: readonly string[]; error: UserGroupError | null }> {
    try {
      return { id, members: await this.groups.members(id), error: null };
    } catch (error) {
      if (!(error instanceof UserGroupError)) throw error;
      this.log.warn({ group: id, err: error }, 'failed to fetch user group members');
      return { id, members: [], error };
    }
  }
}

/** All viewers; null for everyone. */
const viewerIds = ({ viewers, operators }: RoleConfig): readonly string[] | null =>
  viewers === null ? null : [...viewers, ...(operators ?? [])];
