import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { COMMANDS } from '../../commands';
import { handleCommand } from '../../commands/lib/pipeline';
import { liveStatusMessage, type Message, tuningStatusMessage } from '../../formatters';
import { checkedContent } from '../../sandbox/messageContent';
import { RecordMonitor } from '../../src/monitors/records/recordMonitor';
import { TuningStatusMonitor } from '../../src/monitors/tuning/tuningStatusMonitor';
import { discover } from '../../src/state/discovery';
import { connectStores, type Stores as OpenState } from '../../src/storage/connect';
import { type SettableClock, settableClock } from '../helpers/clock';
import { everyone } from '../helpers/everyone';
import { type KeptLog, keptLog } from '../helpers/log';
import { messageText, tableText } from '../helpers/messageText';
import { singleConfig } from '../helpers/openedState';
import { NO_RECORDS } from '../helpers/records';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { statesOver } from '../helpers/states';
import { terminalText } from '../helpers/terminalText';
import { scanning } from '../helpers/tuningState';
import { always, answered } from './always';
import { garbledKeys, isShownAs, ROWS, saidAt } from './expected';
import { onceEach, recordState, type State, traderState, tuningState } from './states';
import { strangeIn } from './strange';
import { hostileText } from './text';
import { writeToRedis } from './writing';

let redis: RedisServer;
let client: Redis;
let state: OpenState;
let log: KeptLog;
const clock: SettableClock = settableClock('2026-11-22T08:00:00Z');

let records: RecordMonitor | null = null;
beforeAll(async () => {
  redis = await startRedis();
  client = redis.client();
  log = keptLog();
  state = connectStores(singleConfig(redis), { clock, log: log.log });
  await state.store.ping();
});
afterAll(async () => {
  await state.close();
  await redis.stop();
});

/** The command's answer over what stands in Redis. Throws when Slack would not take it, or something got into it. */
async function answerToLine(name: string, text: string): Promise<Message> {
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const { message } = await handleCommand(command, text, {
    ...state,
    clock,
    log: log.log,
    states: statesOver(state.store, clock),
    sessions: scanning(state.store),
    format: { demo: false, currency: null },
    ...everyone,
    records: records ?? NO_RECORDS,
    newErrorId: () => 'ref-1234',
  });
  checkedContent(JSON.parse(JSON.stringify(message)));
  const told = messageText(message);
  if (told.includes('went wrong in arbwatch'))
    throw new Error(log.lines().at(-1)?.msg + JSON.stringify(log.lines().at(-1)));
  expect({ line: `${name} ${text}`, strange: strangeIn(message) }).toEqual({
    line: `${name} ${text}`,
    strange: [],
  });
  return message;
}

const PLAIN = { demo: false, currency: null };

/** What goes to a terminal moves no cursor there. */
function expectPlain(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
}

/** Every figure of the table is the one that stands in Redis, or says why there is none. */
function expectOnlyFiguresOf(message: Message, written: State, target: string): void {
  const rows = new Map(
    tableText(message)
      .slice(1)
      .map((row) => row.split(' | ') as [string, string]),
  );
  for (const [label, row] of Object.entries(ROWS)) {
    const said = saidAt(written, target, row);
    const shown = rows.get(label) ?? rows.get(row.group) ?? '(no row)';
    const isRight =
      said.is === 'read'
        ? isShownAs(shown, said.value, label)
        : shown === { absent: 'not reported', garbled: 'not understood' }[said.is];
    expect({ label, said, shown, isRight }).toEqual({ label, said, shown, isRight: true });
  }
}

test('Any values in the keys of a trader are shown as they are, or named by key', async () => {
  const cases = traderState('live:docker');
  await always(
    answered(cases, async (written) => {
      await writeToRedis(client, written);
      const message = await answerToLine('/arb-status', 'live docker');
      for (const view of await statesOver(state.store, clock).of([{ mode: 'live', env: 'docker' }]))
        expectPlain(terminalText(liveStatusMessage(view, PLAIN)));
      const shown = messageText(message);
      for (const key of garbledKeys(written, 'live:docker')) expect(shown).toContain(key);
      if (tableText(message).length > 0) expectOnlyFiguresOf(message, written, 'live:docker');
      else expect(garbledKeys(written, 'live:docker')).toEqual([]);
    }),
    50,
  );
});

test('Any values in the keys of several traders are shown in the overview', async () => {
  const cases = fc.tuple(
    traderState('live:docker'),
    traderState('paper:docker'),
    traderState('shadow:local'),
  );
  await always(
    answered(cases, async (written) => {
      await writeToRedis(client, written.flat());
      for (const text of ['', 'docker']) await answerToLine('/arb-status', text);
    }),
    35,
  );
});

test('Any values in the records of traders are shown, whatever the names', async () => {
  const { store, tracking } = state;
  await always(
    answered(fc.tuple(recordState('live:docker'), recordState('paper:docker')), async (written) => {
      await writeToRedis(client, onceEach(written.flat()));
      records = new RecordMonitor({ store, tracking, clock, log: log.log, firstPrefix: 'arbitrage' });
      await records.seed(await discover(store, ['arbitrage']));
      for (const text of ['', 'live docker', 'paper docker']) await answerToLine('/arb-positions', text);
      records.close();
    }),
    35,
  );
});

test('Any values in the keys of tuning sessions are shown, whatever the names', async () => {
  const cases = fc.record({
    written: tuningState,
    asked: hostileText,
    total: fc.option(fc.bigInt({ min: 1n }).map(String)),
  });
  await always(
    answered(cases, async ({ written, asked, total }) => {
      const once = onceEach(written);
      await writeToRedis(client, once);
      const names = once.map(({ key }) => /session:(.*?):(?:worker|job):/s.exec(key.toString())?.[1] ?? '');
      await answerToLine('/arb-tuning', '');
      const monitor = new TuningStatusMonitor({ ...state, clock }, names[0] ?? asked, null);
      expectPlain(terminalText(tuningStatusMessage(await monitor.snapshot(), PLAIN)));
      for (const session of new Set([...names, asked]))
        await answerToLine('/arb-tuning', `"${session.replaceAll('"', '')}" ${total ?? ''}`);
    }),
    35,
  );
});

test('Any value in the key of a stored total is ignored or shown', async () => {
  await always(
    answered(
      fc.tuple(tuningState, fc.oneof(hostileText, fc.bigInt().map(String))),
      async ([written, total]) => {
        const once = onceEach(written);
        await writeToRedis(client, once);
        await client.set('{arbwatch}:tuning-total:docker:paper:S', total);
        for (const text of ['', 'S', 'S docker paper']) await answerToLine('/arb-tuning', text);
      },
    ),
    25,
  );
});
