import { DeliveryAttempt } from '../../../src/notify/attempt/deliveryAttempt';
import type { AttemptResult } from '../../../src/notify/attempt/result';
import { startAttempt } from '../../../src/notify/attempt/startAttempt';
import type { AttemptState } from '../../../src/notify/attempt/state';
import type { Notification } from '../../../src/notify/model/notification';
import { SlackSender } from '../../../src/notify/slackSender';
import type { Posted, SendResult, SlackMessageApi } from '../../../src/slack/outbound/slackApi';
import { MemoryStore } from '../../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../../src/storage/memory/memoryAlertStore';
import { settableClock } from '../../helpers/clock';
import { ALERTS, render } from '../../helpers/dispatcherHarness';
import { keptLog } from '../../helpers/log';
import { at, blind, event, incident, incidentDelivery } from '../../helpers/notifications';

const OWN = { channel: ALERTS, ts: '2.000000' };
const EARLIER = { channel: ALERTS, ts: '1.000000' };
const done = (value: Posted): SendResult<Posted> => ({ kind: 'done', value });
const refused = (code: string, scope: 'channel' | 'message' | 'transient'): SendResult<never> => ({
  kind: 'rejected',
  code,
  scope,
});

/** One attempt, of which each step can be taken by itself. */
async function attemptAt(
  notification: Notification,
  { slack = {}, isInDoubt = false }: { slack?: Partial<SlackMessageApi>; isInDoubt?: boolean } = {},
) {
  const clock = settableClock(at(0));
  const outbox = new MemoryAlertStore(new MemoryStore(clock), clock);
  const { id } = notification;
  await outbox.commit({
    from: 0,
    records: new Map(),
    enqueue: [{ id, text: JSON.stringify(notification) }],
    cancel: [],
    audit: [],
    messages: [],
  });
  const deps = {
    alertStore: outbox,
    clock,
    sleep: async () => undefined,
    log: keptLog().log,
    render,
    instanceId: 'a',
    random: () => 0,
    settings: { fallbackChannel: null },
    slack: {
      post: async () => done(OWN),
      update: async () => done(OWN),
      find: async () => ({ kind: 'done', value: null }) as const,
      remove: async () => ({ kind: 'done', value: null }) as const,
      ...slack,
    },
  };
  const sender = new SlackSender(deps);
  const source = { outbox, isLocal: false, verifyBefore: isInDoubt ? at(3600) : null, ownMessage: null };
  const state = await startAttempt(notification, source, deps, sender);
  if (state === null) throw new Error('it could not be claimed');
  return { attempt: new DeliveryAttempt(deps, sender), state };
}

/** The names of the states that an attempt passes through, and how it ends. */
async function stepsOf(...given: Parameters<typeof attemptAt>): Promise<readonly string[]> {
  const { attempt, state: start } = await attemptAt(...given);
  const steps: string[] = [];
  let state: AttemptState | AttemptResult = start;
  while ('step' in state) {
    steps.push(state.step);
    state = await attempt.step(state);
  }
  return [...steps, state.kind];
}

describe('An attempt to send a notification', () => {
  test.each<[string, Notification, Parameters<typeof attemptAt>[1], readonly string[]]>([
    ['sends what was not sent', event(), {}, ['verify', 'send', 'complete', 'completed']],
    [
      'resolves duplicates of an outage',
      incidentDelivery(blind()),
      {},
      ['verify', 'send', 'resolveDuplicates', 'complete', 'completed'],
    ],
    [
      'sends nothing where a message exists',
      event('event:1', { verifyBeforeSend: true }),
      { isInDoubt: true, slack: { find: async () => done(EARLIER) } },
      ['verify', 'complete', 'completed'],
    ],
    [
      'waits where it cannot be looked up',
      event('event:1', { verifyBeforeSend: true }),
      { isInDoubt: true, slack: { find: async () => ({ kind: 'ambiguous', detail: 'HTTP 503' }) } },
      ['verify', 'retry'],
    ],
    [
      'sends it without blocks where Slack rejects them',
      event(),
      {
        slack: {
          post: async ({ message }) =>
            message.blocks.length > 0 ? refused('invalid_blocks', 'message') : done(OWN),
        },
      },
      ['verify', 'send', 'verify', 'send', 'complete', 'completed'],
    ],
    [
      'gives up for now where Slack rejects it without blocks, and in the fewest words, too',
      event(),
      { slack: { post: async () => refused('no_text', 'message') } },
      ['verify', 'send', 'verify', 'send', 'verify', 'send', 'retry'],
    ],
    [
      'waits for a channel that is archived',
      incidentDelivery(incident()),
      { slack: { post: async () => refused('is_archived', 'channel') } },
      ['verify', 'send', 'retry'],
    ],
  ])('%s', async (_, notification, given, expected) => {
    expect(await stepsOf(notification, given)).toEqual(expected);
  });

  test('keeps since when a post without an answer may have been carried out', async () => {
    const { attempt, state } = await attemptAt(event(), {
      slack: { post: async () => ({ kind: 'ambiguous', detail: 'no answer in time' }) },
    });
    expect(await attempt.run(state)).toMatchObject({
      kind: 'retry',
      inFlightMs: 10_000,
      attempts: {
        inDoubtSince: at(0).toISOString(),
        lastFailure: { kind: 'unreachable', detail: 'no answer in time' },
      },
    });
  });
});
