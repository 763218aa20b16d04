import { randomUUID } from 'node:crypto';
import type { Message } from '../../formatters/blockKit/message';
import type { BotConfig } from '../config';
import type { Clock } from '../lib/clock';
import { addMs } from '../lib/time';
import type { SendFailure, SlackMessageApi } from '../slack/outbound/slackApi';
import type { Finding } from './finding';

interface NamedChannel {
  readonly channel: string;
  readonly setting: string;
}

export interface ChannelCheckDeps {
  readonly slack: SlackMessageApi;
  readonly clock: Clock;
  /** What is posted, and deleted at once. */
  readonly probe: Message;
}

/** Clocks may differ; what was posted just now is looked for from so much earlier, in ms. */
const LOOK_BACK_MS = 120_000;

/** Whether the bot can post to each channel that alerts or digests go to, find its message there, and delete it. */
export async function checkChannels(config: BotConfig, deps: ChannelCheckDeps): Promise<Finding[]> {
  const channels = channelsOf(config);
  if (channels.length === 0) return [{ check: 'alert_channel', level: 'warning', is: 'not_set' }];
  return Promise.all(channels.map((each) => checkChannel(each, deps)));
}

export function channelsOf({ alerts }: Pick<BotConfig, 'alerts'>): readonly NamedChannel[] {
  if (alerts === null) return [];
  const all: NamedChannel[] = [
    { channel: alerts.decide.channel, setting: 'ALERT_CHANNEL' },
    ...(alerts.fallbackChannel === null
      ? []
      : [{ channel: alerts.fallbackChannel, setting: 'ALERT_FALLBACK_CHANNEL' }]),
    ...(alerts.decide.routes ?? []).map(({ channel }, i) => ({ channel, setting: `routes.${i}` })),
    ...alerts.digests.map(({ name, channel }) => ({ channel, setting: `digest ${name}` })),
  ];
  return all.filter(({ channel }, i) => all.findIndex((each) => each.channel === channel) === i);
}

async function checkChannel(
  named: NamedChannel,
  { slack, clock, probe }: ChannelCheckDeps,
): Promise<Finding> {
  const id = `doctor:${randomUUID()}`;
  const { channel } = named;
  const since = addMs(clock.now(), -LOOK_BACK_MS);
  const posted = await slack.post({ channel, message: probe, mark: { id } });
  if (posted.kind !== 'done') return { check: 'channel', level: 'error', ...named, ...failureOf(posted) };
  const found = await slack.find({ channel, since, fits: (mark) => mark.id === id });
  const removed = await slack.remove(posted.value);
  if (removed.kind !== 'done') return { check: 'channel', level: 'warning', is: 'not_deleted', ...named };
  const isFound = found.kind === 'done' && found.value !== null;
  return isFound
    ? { check: 'channel', level: 'ok', is: 'usable', ...named }
    : { check: 'channel', level: 'warning', is: 'no_history', ...named };
}

function failureOf(failure: SendFailure): { readonly is: 'rejected' | 'no_answer'; readonly code: string } {
  if (failure.kind === 'rejected') return { is: 'rejected', code: failure.code };
  return { is: 'no_answer', code: failure.kind === 'rate_limited' ? 'rate limited' : failure.detail };
}
