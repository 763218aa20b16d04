import type { Message } from '../../formatters';
import type { Role } from '../../src/access/roles';
import type { CommandDeps } from '../command';

/** Something that was pressed or chosen in a message of the bot's; what it carries may be forged. */
export interface ActionInput {
  /** The value of the button, or of what was chosen; null when it has none. */
  readonly value: string | null;
}

/** One thing that can be pressed. */
export interface MessageAction {
  readonly actionId: string;
  /** What the one who presses must be allowed to do. */
  readonly role: Role;
  /**
   * Does it; what comes back is for the one who pressed, null when the message itself will show it.
   * Throws StateUnavailableError.
   */
  execute(input: ActionInput, deps: CommandDeps): Promise<Message | null>;
}
