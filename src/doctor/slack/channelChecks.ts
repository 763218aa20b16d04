import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../../../formatters/blockKit/message';
import type { BotConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { addMs } from '../../lib/time';
import { toSendFailure } from '../../slack/outbound/apiFailure';
import type { SendFailure, SlackMessageApi } from '../../slack/outbound/slackApi';
import type { Finding } from '../finding';
import { codeOf, probeUnseen } from './slackProbe';

interface NamedChannel {
  readonly channel: string;
  readonly setting: string;
}

export interface ChannelCheckDeps {
  readonly slack: SlackMessageApi;
  readonly client: WebClient;
  readonly clock: Clock;
  /** What is posted, and deleted at once. */
  readonly probe: Message;
  /** Shows nothing in any channel. */
  readonly quiet: boolean;
}

/** Clocks may differ; what was posted just now is looked for from so much earlier, in ms. */
const LOOK_BACK_MS = 120_000;

/** Whether the bot can post to each channel that alerts or digests go to, find its message there, and delete it. */
export async function checkChannels(config: BotConfig, deps: ChannelCheckDeps): Promise<Finding[]> {
  const channels = channelsOf(config);
  if (channels.length === 0) return [{ check: 'alert_channel', level: 'warning', is: 'not_set' }];
  const check = deps.quiet ? checkUnseen : checkByPosting;
  return Promise.all(channels.map((each) => check(each, deps)));
}

/** Each channel once, with the first setting that names it. */
function channelsOf({ alerts }: Pick<BotConfig, 'alerts'>): readonly NamedChannel[] {
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

async function checkByPosting(
  named: NamedChannel,
  { slack, clock, probe }: ChannelCheckDeps,
): Promise<Finding> {
  const id = `doctor:${randomUUID()}`;
  const { channel } = named;
  const since = addMs(clock.now(), -LOOK_BACK_MS);
  const posted = await slack.post({ channel, message: probe, mark: { id } });
  if (posted.kind !== 'done') return refused(named, posted);
  const found = await slack.find({ channel, since, fits: (mark) => mark.id === id });
  const removed = await slack.remove(posted.value);
  if (removed.kind !== 'done') return { check: 'channel', level: 'warning', is: 'not_deleted', ...named };
  const isFound = found.kind === 'done' && found.value !== null;
  return isFound
    ? { check: 'channel', level: 'ok', is: 'usable', ...named }
    : { check: 'channel', level: 'warning', is: 'no_history', ...named };
}

async function checkUnseen(
  named: NamedChannel,
  { client, clock, probe }: ChannelCheckDeps,
): Promise<Finding> {
  const { channel } = named;
  const [probed, history] = await Promise.all([
    probeUnseen(client, { to: channel, probe, now: clock.now() }),
    client.conversations.history({ channel, limit: 1 }).then(() => null, toSendFailure),
  ]);
  if (probed.kind === 'left') return { check: 'channel', level: 'warning', is: 'left_scheduled', ...named };
  if (probed.kind !== 'done') return refused(named, probed);
  return history?.kind === 'rejected'
    ? { check: 'channel', level: 'warning', is: 'no_history', ...named }
    : { check: 'channel', level: 'ok', is: 'takes_messages', ...named };
}

const refused = (named: NamedChannel, failure: SendFailure): Finding => ({
  check: 'channel',
  level: 'error',
  is: failure.kind === 'rejected' ? 'rejected' : 'no_answer',
  ...named,
  code: codeOf(failure),
});
