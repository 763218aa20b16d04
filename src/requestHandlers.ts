import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands';
import { openPersonalForm, submitPersonalForm } from '../commands/arb/me/form';
import type { Services } from '../commands/command';
import { handleAction, handleCommand, handleReaction, type RequestDeps } from '../commands/lib/pipeline';
import { handleMessage } from '../commands/messages/handleMessage';
import { answerPick, openPick, pickErrors } from '../commands/pick/handlePick';
import { handleShortcut } from '../commands/shortcuts/handleShortcut';
import { createLanguages, type Languages } from './access/languages';
import type { Requester } from './access/roles';
import type { UserZones } from './access/userZones';
import { type Readers, subscribersAmong } from './alerting/personal/subscriber';
import type { BotConfig } from './config';
import type { Metrics } from './metrics/metrics';
import type { ActionHandler } from './slack/inbound/actions';
import type { CommandHandler } from './slack/inbound/app';
import type { EventHandlers } from './slack/inbound/events';
import { slackUserProfiles } from './slack/outbound/userProfiles';
import { People, type PeopleDeps } from './storage/personal/people';

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
  /** What a command of this requester works with. */
  readonly servicesOf: (requester: Requester) => Services & { readonly requester: Requester };
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
    servicesOf: depsOf,
    commands: COMMANDS.map((command) => ({
      name: command.name,
      handle: (text, requester) => handleCommand(command, text, depsOf(requester)),
    })),
    onAction: ({ actionId, value, isShared }, requester) =>
      handleAction(actionId, value, depsOf(requester), isShared),
    events: {
      onReaction: (message, requester) => handleReaction(message, depsOf(requester)),
      onMessage: (message, requester) => handleMessage(message, depsOf(requester)),
      forms: {
        open: (requester) => openPersonalForm(depsOf(requester)),
        submit: (values, requester) => submitPersonalForm(values, depsOf(requester)),
      },
      picks: {
        open: (command, requester) => openPick(command, depsOf(requester)),
        errorsIn: pickErrors,
        answer: (command, values, requester) => answerPick(command, values, depsOf(requester)),
      },
      onShortcut: (callbackId, message, requester) => handleShortcut(callbackId, message, depsOf(requester)),
    },
  };
}

/** What is known of people: what they set for themselves, and what stands in their Slack profiles. */
export interface KnownPeople {
  readonly people: People;
  readonly userZones: UserZones;
  readonly languages: Languages;
  /** The same for who sends alerts. */
  readonly readers: Readers;
}

/** All of it, wired; Slack and the store are asked where somebody asks. */
export function createKnownPeople(settings: () => BotConfig, deps: PeopleDeps): KnownPeople {
  const people = new People(deps);
  const userProfiles = slackUserProfiles(settings().slack, deps);
  const languages = createLanguages(settings, userProfiles, (userId) => people.known(userId).language);
  return {
    people,
    userZones: userProfiles,
    languages,
    readers: {
      languageOfPerson: languages.ofPerson,
      subscribers: (zone) => subscribersAmong(people.all(), zone),
    },
  };
}
