import { incidentMessage } from '../../../formatters';
import type { Message } from '../../../formatters/blockKit/message';
import { type Sandbox, startSandbox } from '../../../sandbox';
import type { Incident } from '../../../src/alerting/incidents/incident';
import { NewBlocks } from '../../../src/slack/outbound/newBlocks';
import { createSlackMessageApi } from '../../../src/slack/outbound/webApi';
import { charted, chartedAndFolded } from '../../helpers/chartedMessages';
import { settableClock } from '../../helpers/clock';
import { NIGHT, realMoney } from '../../helpers/incidents';
import { keptLog } from '../../helpers/log';

const DAY_MS = 24 * 3_600_000;
const CHART = 'data_visualization';

const setup = async () => {
  const clock = settableClock();
  const slack = await startSandbox({ clock });
  const log = keptLog();
  const newBlocks = new NewBlocks({ clock, log: log.log });
  const token = slack.tokens.bot;
  const port = createSlackMessageApi({ token, apiUrl: slack.apiUrl, log: log.log, clock, newBlocks });
  return { clock, slack, log, newBlocks, port };
};

let world: Awaited<ReturnType<typeof setup>>;
beforeEach(async () => {
  world = await setup();
});
afterEach(() => world.slack.stop());

const post = (message: Message = charted()) =>
  world.port.post({ channel: 'C0ALERTS', message, mark: { id: 'a' } });
const calls = (method = 'chat.postMessage') => world.slack.journal.calls(method).length;
const typesOf = (slack: Sandbox) =>
  slack.seenBy('operator', 'trading-alerts').map(({ blocks }) => blocks.map(({ type }) => type));
const warnings = () => world.log.lines().filter(({ level }) => level === 40);

describe('Where the workspace has charts, a message with one', () => {
  test('is sent once, as it is', async () => {
    expect(await post()).toMatchObject({ kind: 'done' });
    expect([calls(), typesOf(world.slack)]).toEqual([1, [['rich_text', CHART]]]);
    expect(world.newBlocks.refused()).toEqual([]);
  });
});

describe('Where the workspace has no charts yet, a message with one', () => {
  beforeEach(() => world.slack.refuseBlocks([CHART]));

  test('is sent at once without it, in the same attempt', async () => {
    expect(await post()).toMatchObject({ kind: 'done' });
    expect([calls(), typesOf(world.slack)]).toEqual([2, [['rich_text']]]);
  });

  test('and the next ones are sent without it from the start', async () => {
    await post();
    await post();
    expect([calls(), typesOf(world.slack)]).toEqual([3, [['rich_text'], ['rich_text']]]);
  });

  test('is named in the log once, with what Slack said', async () => {
    await Promise.all([post(), post(), post()]);
    expect(warnings()).toMatchObject([
      { blocks: [CHART], reasons: [expect.stringContaining('unsupported type: data_visualization')] },
    ]);
  });

  test('keeps its other new blocks, where Slack names what it refuses', async () => {
    await post();
    await post(chartedAndFolded());
    expect(typesOf(world.slack)).toEqual([['rich_text'], ['rich_text', 'container']]);
  });

  test('is tried with it again after a day, and from then on if Slack takes it', async () => {
    await post();
    world.clock.advance(DAY_MS + 1);
    world.slack.refuseBlocks([]);
    expect(world.newBlocks.refused()).toEqual([]);
    await post();
    expect(typesOf(world.slack).at(-1)).toEqual(['rich_text', CHART]);
    expect(world.log.lines().at(-1)).toMatchObject({ msg: 'Slack takes new blocks now', blocks: [CHART] });
  });

  test('is changed without it, too', async () => {
    const posted = await post();
    if (posted.kind !== 'done') throw new Error('not posted');
    world.clock.advance(DAY_MS + 1);
    const change = { ...posted.value, message: charted('It fell by 6 KRW.'), mark: { id: 'a' } };
    expect(await world.port.update(change)).toMatchObject({ kind: 'done' });
    expect(calls('chat.update')).toBe(2);
    expect(world.slack.seenBy('operator', 'trading-alerts')).toMatchObject([{ shown: 'It fell by 6 KRW.' }]);
  });
});

describe('An alert with evidence', () => {
  const evidence = {
    stake: null,
    history: { times: 3, isAtLeast: false, since: null },
    changes: [],
  };
  const alert = (incident: Incident = realMoney) =>
    incidentMessage(
      { ...incident, evidence },
      { now: NIGHT, deliveredLate: null },
      { demo: false, currency: null, zone: 'UTC' },
    );
  const last = () => world.slack.seenBy('operator', 'trading-alerts').at(-1);

  test('is posted and changed with it folded, where the workspace takes that', async () => {
    const posted = await post(alert());
    if (posted.kind !== 'done') throw new Error('not posted');
    const change = {
      ...posted.value,
      message: alert({ ...realMoney, state: 'acknowledged' }),
      mark: { id: 'a' },
    };
    expect(await world.port.update(change)).toMatchObject({ kind: 'done' });
    expect(last()?.blocks.at(-1)?.type).toBe('container');
    expect([calls(), calls('chat.update')]).toEqual([1, 1]);
  });

  test('is posted once, in the same attempt, with the same lines unfolded, where it does not', async () => {
    world.slack.refuseBlocks(['container']);
    const posted = await post(alert());
    if (posted.kind !== 'done') throw new Error('not posted');
    expect(world.slack.seenBy('operator', 'trading-alerts')).toHaveLength(1);
    expect(last()?.blocks.map(({ type }) => type)).not.toContain('container');
    expect(last()?.shown).toContain('3rd such alert in 30 days.');
    const change = {
      ...posted.value,
      message: alert({ ...realMoney, state: 'acknowledged' }),
      mark: { id: 'a' },
    };
    expect(await world.port.update(change)).toMatchObject({ kind: 'done' });
    expect([calls(), calls('chat.update')]).toEqual([2, 1]);
    expect(last()?.shown).toMatch(/Acknowledged(.|\n)*3rd such alert in 30 days\./);
  });
});

test('A message that Slack refuses without its new blocks, too, says nothing about these', async () => {
  world.slack.fail('chat.postMessage', { error: 'invalid_blocks' });
  expect(await post()).toEqual({ kind: 'rejected', code: 'invalid_blocks', scope: 'message' });
  expect([calls(), world.newBlocks.refused()]).toEqual([2, []]);
});

test('A refusal without reasons counts for every new block of the message', async () => {
  world.slack.fail('chat.postMessage', { error: 'invalid_blocks' }, { times: 1 });
  await post(chartedAndFolded());
  expect(world.newBlocks.refused()).toMatchObject([{ type: CHART }, { type: 'container' }]);
  expect(typesOf(world.slack)).toEqual([['rich_text', 'rich_text', 'rich_text']]);
});

test.each([
  ['an answer that was lost', { acceptThenDrop: true as const }, 'ambiguous'],
  ['a 500', { status: 500 }, 'ambiguous'],
  ['a channel that is gone', { error: 'channel_not_found' }, 'rejected'],
  ['too many calls', { ratelimited: true as const }, 'rate_limited'],
])('After %s a message with a chart is not sent a second time', async (_, fault, kind) => {
  world.slack.fail('chat.postMessage', fault);
  expect(await post()).toMatchObject({ kind });
  expect([calls(), world.newBlocks.refused()]).toEqual([1, []]);
});
