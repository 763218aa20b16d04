import type { Role } from '../../src/access/roles';
import type { CommandDeps, CommandResponse } from '../command';

/** A button or a menu of the bot's messages. */
export interface MessageAction {
  readonly actionId: string;
  readonly role: Role;
  /** Its answer takes the place of the message, and is read by all who see that. */
  readonly renews?: true;
  /** Its answer is a message of its own that all in the channel read. */
  readonly shares?: true;
  /**
   * `value` is that of the button or of the chosen option, and may be forged. The response is for the requester; null
   * when the incident's own message will show it. Throws StateUnavailableError.
   */
  execute(value: string | null, deps: CommandDeps): Promise<CommandResponse | null>;
}
