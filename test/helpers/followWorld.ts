import type { Message } from '../../formatters';
import type { FollowedContent } from '../../src/follow/content';
import { FollowService } from '../../src/follow/followService';
import { FollowStore } from '../../src/follow/followStore';
import { FollowWorker } from '../../src/follow/followWorker';
import type {
  MessageMetadata,
  Posted,
  SendFailure,
  SendResult,
  SlackMessageApi,
} from '../../src/slack/outbound/slackApi';
import { MemorySharedTexts } from '../../src/storage/memory/memorySharedTexts';
import { type SettableClock, settableClock } from './clock';
import { keptLog } from './log';
import { messageText } from './messageText';

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly mark: MessageMetadata;
  message: Message;
  changedAt: Date;
}

type Call = 'post' | 'update' | 'find' | 'remove' | 'pin';

/** What Slack does next to a call; `carriedOut`: though it does not say so. */
interface Fault {
  readonly call: Call;
  readonly failure: SendFailure;
  readonly carriedOut?: boolean;
}

/** Slack's messages in memory, and what was called when. */
export class SlackInMemory implements Pick<SlackMessageApi, Call> {
  readonly messages: SlackMessage[] = [];
  readonly calls: { readonly call: Call; readonly at: Date }[] = [];
  readonly faults: Fault[] = [];
  readonly pinned: string[] = [];
  /** Run within a call, before it is answered. */
  during: ((call: Call) => Promise<unknown>) | null = null;
  private posted = 0;

  constructor(private readonly clock: SettableClock) {}

  post: SlackMessageApi['post'] = ({ channel, message, mark }) =>
    this.answer('post', () => {
      this.posted += 1;
      const ts = `${this.posted}.000000`;
      this.messages.push({ channel, ts, mark, message, changedAt: this.clock.now() });
      return { channel, ts };
    });

  update: SlackMessageApi['update'] = ({ channel, ts, message }) =>
    this.answer('update', () => {
      const found = this.at({ channel, ts });
      if (found === undefined) return null;
      found.message = message;
      found.changedAt = this.clock.now();
      return { channel, ts };
    });

  find: SlackMessageApi['find'] = async ({ channel, fits }) => {
    const found = this.messages.find((each) => each.channel === channel && fits(each.mark, each.ts));
    const answer = await this.answer('find', () => found ?? EMPTY);
    return answer.kind === 'done' && answer.value === EMPTY ? { kind: 'done', value: null } : answer;
  };

  remove: SlackMessageApi['remove'] = async (which) => {
    const answer = await this.answer('remove', () => {
      this.delete(which);
      return EMPTY;
    });
    return answer.kind === 'done' ? { kind: 'done', value: null } : answer;
  };

  pin: NonNullable<SlackMessageApi['pin']> = async ({ channel, ts }) => {
    const answer = await this.answer('pin', () => {
      this.pinned.push(`${channel} ${ts}`);
      return EMPTY;
    });
    return answer.kind === 'done' ? { kind: 'done', value: null } : answer;
  };

  delete({ channel, ts }: Posted): void {
    const at = this.messages.findIndex((each) => each.channel === channel && each.ts === ts);
    if (at !== -1) this.messages.splice(at, 1);
  }

  in(channel: string): readonly string[] {
    return this.messages
      .filter((each) => each.channel === channel)
      .map(({ message }) => messageText(message));
  }

  private at({ channel, ts }: Posted): SlackMessage | undefined {
    return this.messages.find((each) => each.channel === channel && each.ts === ts);
  }

  /** Null is a message that is not there. */
  private async answer<T>(call: Call, act: () => T | null): Promise<SendResult<T>> {
    this.calls.push({ call, at: this.clock.now() });
    await this.during?.(call);
    const at = this.faults.findIndex((fault) => fault.call === call);
    const [fault] = at === -1 ? [] : this.faults.splice(at, 1);
    if (fault !== undefined && !fault.carriedOut) return fault.failure;
    const value = act();
    if (fault !== undefined) return fault.failure;
    return value === null ? DELETED : { kind: 'done', value };
  }
}

const EMPTY: Posted = { channel: '', ts: '' };
const DELETED = { kind: 'rejected', code: 'message_not_found', scope: 'message' } as const;

/** Followed messages over a Slack and a store in memory, with as many instances as are asked for. */
export function followWorld({ hidesEnds = false, spendsFreely = false } = {}) {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const slack = new SlackInMemory(clock);
  const texts = new MemorySharedTexts();
  const log = keptLog();
  const shown: Record<string, FollowedContent> = {};
  const content = (line: string): FollowedContent =>
    shown[line] ?? { message: plain(line), state: 'there', result: null };
  let doAlertsWait = false;
  const instance = (instanceId: string) => {
    const store = new FollowStore(texts, instanceId);
    if (spendsFreely) store.spend = async () => true;
    const worker = new FollowWorker({
      random: () => 0.5,
      ...{ store, slack, clock, log: log.log, instanceId, doAlertsWait: () => doAlertsWait },
      read: async ({ line }) => content(line),
      formats: {
        first: (_, { message }) => withLine('begins', message),
        current: (_, { message }, intervalMs) => withLine(`current, every ${intervalMs / 1000} s`, message),
        ended: ({ end }, { message }) =>
          withLine(hidesEnds ? 'current, every 30 s' : `ended: ${end?.reason}`, message),
        told: async (followed, userId) =>
          plain(
            `to ${userId}: ${followed.line} ${followed.end?.reason} ${followed.end?.code ?? ''} ${JSON.stringify(followed.result)}`,
          ),
      },
    });
    return { store, worker, service: new FollowService({ store, worker, clock, instanceId }) };
  };
  const first = instance('one');
  type Instance = typeof first;
  return {
    ...{ clock, slack, texts, log, shown, instance, first },
    setAlertsWait(wait: boolean): void {
      doAlertsWait = wait;
    },
    status: (line = '/arb-status paper docker', channel = 'C1', by: Instance = first) =>
      by.service.start({ channel, line, kind: 'status', userId: 'U1' }),
    board: (line = '/arb-status', channel = 'C1') =>
      first.service.start({ channel, line, kind: 'board', userId: 'U1' }),
    session: (userId = 'U1', line = '/arb-tuning s') =>
      first.service.start({ channel: 'C1', line, kind: 'session', userId }),
    /** So many seconds pass, in each of which every instance looks. */
    async pass(seconds: number, instances: readonly Instance[] = [first]): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1_000);
        await Promise.all(instances.map(({ worker }) => worker.tick()));
      }
    },
  };
}

export const plain = (text: string): Message => ({
  text,
  blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
});

const withLine = (line: string, { text, blocks }: Message): Message => ({
  text,
  blocks: [...plain(line).blocks, ...blocks],
});
