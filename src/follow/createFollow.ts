import { randomUUID } from 'node:crypto';
import {
  endedFollowedMessage,
  firstFollowedMessage,
  followEndMessage,
  followedMessage,
} from '../../formatters';
import type { Languages } from '../access/languages';
import type { SlackConfig } from '../config';
import type { Clock, Sleep } from '../lib/clock';
import { inLanguage } from '../lib/language';
import type { Logger } from '../lib/logger';
import type { NewBlocks } from '../slack/outbound/newBlocks';
import type { SlackMessageApi } from '../slack/outbound/slackApi';
import { createSlackMessageApi } from '../slack/outbound/webApi';
import { MemorySharedTexts } from '../storage/memory/memorySharedTexts';
import type { SharedTexts } from '../storage/sharedTexts';
import type { FollowFormats, ReadContent } from './content';
import { type Followed, followedId } from './followed';
import { type Follow, FollowService } from './followService';
import { FollowStore } from './followStore';
import { FollowWorker } from './followWorker';

export interface CreateFollowDeps {
  readonly slack: Pick<SlackConfig, 'botToken' | 'apiUrl'>;
  readonly newBlocks: NewBlocks;
  /** Where instances keep them together; in this process alone unless given. */
  readonly texts: SharedTexts | undefined;
  readonly languages: Languages;
  readonly read: ReadContent;
  readonly doAlertsWait: () => boolean;
  /** The IANA zone of the bot's own clock times. */
  readonly zone: () => string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep?: Sleep;
  /** In place of Slack's Web API as `slack` names it. */
  readonly messages?: SlackMessageApi;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Messages that keep themselves current, wired: what people ask of them, and what does it. */
export function createFollow(deps: CreateFollowDeps): {
  readonly follow: Follow;
  readonly worker: FollowWorker;
} {
  const { botToken: token, apiUrl } = deps.slack;
  const { newBlocks, texts = new MemorySharedTexts(), read, doAlertsWait, clock, log, sleep } = deps;
  const instanceId = randomUUID();
  const store = new FollowStore(texts, instanceId);
  const slack = deps.messages ?? createSlackMessageApi({ token, apiUrl, log, clock, newBlocks });
  const worker = new FollowWorker({
    ...{ store, slack, clock, log, instanceId, doAlertsWait, formats: formatsOf(deps) },
    read,
    random: deps.random ?? Math.random,
    ...(sleep && { sleep }),
  });
  return { follow: new FollowService({ store, worker, clock, instanceId }), worker };
}

function formatsOf({ languages, zone }: Pick<CreateFollowDeps, 'languages' | 'zone'>): FollowFormats {
  const inChannel = <T>({ channel }: Followed, make: () => T): T =>
    inLanguage(languages.ofChannel(channel), make);
  return {
    first: (followed, { message }, updatedFrom) =>
      inChannel(followed, () =>
        firstFollowedMessage(message, { updatedFrom, stopValue: followedId(followed) }),
      ),
    current: (followed, { message }, intervalMs) =>
      inChannel(followed, () =>
        followedMessage(message, { intervalMs, endsAt: followed.endsAt, stopValue: followedId(followed) }),
      ),
    ended: (followed, { message }) =>
      inChannel(followed, () =>
        followed.end === null ? message : endedFollowedMessage(message, followed.end),
      ),
    told: async (followed, userId) =>
      inLanguage(await languages.ofPerson(userId), () => followEndMessage(followed, zone())),
  };
}
