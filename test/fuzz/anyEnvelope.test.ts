import { SocketModeReceiver } from '@slack/bolt';
import fc from 'fast-check';
import { systemClock } from '../../src/lib/clock';
import { boltLogger } from '../../src/slack/boltLogger';
import { filterFrames } from '../../src/slack/inbound/frameFilter';
import { SocketConnection } from '../../src/slack/inbound/socketMode';
import { keptLog } from '../helpers/log';
import { always, answered } from './always';
import { frame, payload } from './payloads';

/*
 * Socket Mode's frames in memory, where a million are tried in minutes: which the client gets to see, and what it emits for
 * them. `anySocketFrame.test.ts` sends fewer of them to the whole bot.
 */

const log = keptLog();
const receiver = new SocketModeReceiver({
  ...{ appToken: 'xapp-1', logger: boltLogger(log.log), autoReconnectEnabled: false },
});
const { client } = receiver;
filterFrames(client, log.log);
// It listens to what the client says of its connection.
const connection = new SocketConnection(client, { clock: systemClock, log: log.log });

/** What the client emits for a frame, without the frame itself. Rejects where handling it does. */
async function emittedFor(data: string | Buffer, isBinary: boolean): Promise<readonly string[]> {
  const emitted: string[] = [];
  const { emit } = client;
  client.emit = (...[name, ...rest]: Parameters<typeof emit>) => {
    emitted.push(String(name));
    // Nobody is to carry it out.
    return name === 'slack_event' ? true : emit.call(client, name, ...rest);
  };
  try {
    for (const listener of client.listeners('ws_message')) await listener(data, isBinary);
  } finally {
    client.emit = emit;
  }
  return emitted;
}

/** By these the client speaks of its connection. */
const OWN = [
  ...['connecting', 'connected', 'disconnecting', 'disconnected', 'reconnecting', 'authenticated'],
  ...['ws_message', 'close', 'error', 'outgoing_message', 'slack_event', 'unable_to_socket_mode_start'],
];
const type = fc.oneof(
  fc.constantFrom(
    'slash_commands',
    'interactive',
    'events_api',
    'options',
    'future',
    '__proto__',
    'toString',
  ),
  fc.constantFrom(...OWN.filter((name) => name !== 'outgoing_message')),
  fc.string({ maxLength: 12 }),
);
const envelope = fc.record({
  envelope_id: fc.uuid(),
  type,
  payload: fc.dictionary(fc.string(), fc.jsonValue()),
});

test('Any frame is handled without an error, and none passes for a word of the client about its connection', async () => {
  const cases = fc.tuple(
    fc.oneof(
      frame,
      fc.json(),
      payload.map((one) => JSON.stringify(one) ?? ''),
    ),
    fc.boolean(),
  );
  await always(
    answered(cases, async ([data, isBinary]) => {
      const before = connection.isConnected;
      const emitted = await emittedFor(data, isBinary);
      // A word that nobody listens to harms nobody; Slack's greeting is meant to be heard.
      const heard = emitted.filter((name) => OWN.includes(name) && client.listenerCount(name) > 0);
      expect(heard.filter((name) => !['slack_event', 'connected'].includes(name))).toEqual([]);
      if (heard.includes('connected')) expect(JSON.parse(String(data))).toMatchObject({ type: 'hello' });
      else expect(connection.isConnected).toBe(before);
      if (isBinary) expect(emitted).toEqual([]);
    }),
    100,
  );
});

test('Any whole envelope is handed on once, unless its type is a word of the client itself', async () => {
  await always(
    answered(envelope, async (one) => {
      const isEvent = one.type === 'events_api';
      const sent = isEvent ? { ...one, payload: { ...one.payload, event: { type: 'app_mention' } } } : one;
      const emitted = await emittedFor(JSON.stringify(sent), false);
      const expected = [isEvent ? 'app_mention' : one.type, 'slack_event'];
      const isOwn = client.listenerCount(one.type) > 0 || ['hello', 'disconnect'].includes(one.type);
      if (!isOwn) expect(emitted).toEqual(expected);
    }),
    50,
  );
});

test('An envelope that lacks a part is not handed on', async () => {
  const lacking = fc.tuple(envelope, fc.constantFrom('envelope_id', 'type', 'payload'), fc.jsonValue());
  await always(
    answered(lacking, async ([one, part, put]) => {
      const isAllowed =
        part === 'payload'
          ? typeof put === 'object' && !Array.isArray(put) && put !== null
          : typeof put === 'string';
      fc.pre(!isAllowed && !['hello', 'disconnect'].includes(one.type));
      expect(await emittedFor(JSON.stringify({ ...one, [part]: put }), false)).toEqual([]);
      const { [part]: _, ...without } = one as Record<string, unknown>;
      expect(await emittedFor(JSON.stringify(without), false)).toEqual([]);
    }),
    50,
  );
});
