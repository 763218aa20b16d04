import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands';
import type { Services } from '../commands/command';
import { handleAction, handleCommand, handleReaction, type RequestDeps } from '../commands/lib/pipeline';
import { handleMessage } from '../commands/messages/handleMessage';
import type { Requester } from './access/roles';
import type { BotConfig } from './config';
import type { Metrics } from './metrics/metrics';
import type { ActionHandler } from './slack/inbound/actions';
import type { CommandHandler } from './slack/inbound/app';
import type { EventHandlers } from './slack/inbound/events';

export interface RequestHandlersDeps {
  readonly services: Omit<Services, 'format' | 'zone'>;
  /** The configuration as it is now. */
  readonly settings: () => BotConfig;
  readonly isDemo: boolean;
  readonly metrics: Metrics;
}

/** What answers people. */
export interface RequestHandlers {
  readonly commands: readonly CommandHandler[];
  readonly onAction: ActionHandler;
  readonly events: EventHandlers;
}

/** Commands, buttons and events, wired: each request goes by the configuration that there was when it came. */
export function createRequestHandlers({
  services,
  settings,
  isDemo,
  metrics,
}: RequestHandlersDeps): RequestHandlers {
  const depsOf = (requester: Requester): RequestDeps => {
    const { currency, currencies, docsUrl, timezone: zone } = settings();
    return {
      ...services,
      requester,
      zone,
      format: { demo: isDemo, currency, currencies, docsUrl },
      newErrorId: () => randomUUID().slice(0, 8),
      onHandled: (name, ms) =>
        'command' in name ? metrics.commandHandled(name.command, ms) : metrics.actionHandled(name.action, ms),
    };
  };
  return {
    commands: COMMANDS.map((command) => ({
      name: command.name,
      handle: (text, requester) => handleCommand(command, text, depsOf(requester)),
    })),
    onAction: ({ actionId, value, isShared }, requester) =>
      handleAction(actionId, value, depsOf(requester), isShared),
    events: {
      onReaction: (message, requester) => handleReaction(message, depsOf(requester)),
      onMessage: (message, requester) => handleMessage(message, depsOf(requester)),
    },
  };
}
