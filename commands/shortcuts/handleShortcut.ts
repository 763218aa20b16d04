import { shortMessage, t } from '../../formatters';
import { type CommandResponse, ephemeral } from '../command';
import { handle, type RequestDeps } from '../lib/pipeline';
import { SHORTCUTS, type ShortcutMessage } from './shortcuts';

/** The response to a shortcut, for who used it; never rejects. `message`: the one it was used on, null for a global one. */
export function handleShortcut(
  callbackId: string,
  message: ShortcutMessage | null,
  deps: RequestDeps,
): Promise<CommandResponse | null> {
  const shortcut = SHORTCUTS.find((each) => each.callbackId === callbackId);
  return handle(
    {
      name: { action: shortcut === undefined ? 'unknown' : shortcut.callbackId },
      usage: '',
      role: shortcut === undefined ? null : 'viewer',
      mayWrite: false,
      async execute(given) {
        if (shortcut !== undefined) return shortcut.execute(message, given);
        const { userId } = given.requester;
        given.log.warn({ callbackId: callbackId.slice(0, 100), userId }, 'unknown shortcut');
        return ephemeral(shortMessage([t.shortcuts.unknown]));
      },
    },
    deps,
  );
}
