import { shortMessage, t } from '../../formatters';
import { homeTab } from '../actions/home';
import { explanationOf } from '../alerts/why';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';

/** The message that a shortcut is used on. */
export interface ShortcutMessage {
  readonly channel: string;
  readonly ts: string;
  /** The first message of the thread it stands in; null for none. */
  readonly threadTs: string | null;
}

/** What stands in Slack's menu of a message, or in that of the workspace; manifest.yml has the same. */
export interface Shortcut {
  readonly callbackId: string;
  readonly kind: 'message' | 'global';
  /** `message` is null for a global one. Throws StateUnavailableError. */
  execute(message: ShortcutMessage | null, deps: CommandDeps): Promise<CommandResponse | null>;
}

/** Why the alert is open, as `/arb-alerts why` says it; from its message, or from one in its thread. */
const explainAlert: Shortcut = {
  callbackId: 'alert:explain',
  kind: 'message',
  async execute(message, deps) {
    const { alerts } = deps;
    const incident =
      alerts === null || message === null
        ? null
        : await alerts.incidentAt(message.channel, message.threadTs ?? message.ts);
    if (alerts === null || incident === null) return ephemeral(shortMessage([t.shortcuts.noAlert]));
    return ephemeral((await explanationOf(incident, { ...deps, alerts })).message);
  },
};

/** All traders and open alerts, as the Home tab has them, from anywhere in Slack. */
const fleetStatus: Shortcut = {
  callbackId: 'fleet:status',
  kind: 'global',
  execute: (_, deps) => homeTab.execute(null, deps),
};

export const SHORTCUTS: readonly Shortcut[] = [explainAlert, fleetStatus];
