import type { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Logger } from '../../lib/logger';

type SocketModeClient = SocketModeReceiver['client'];
type Listener = (data: unknown, isBinary: unknown) => unknown;

/** By these the client is told of frames; it takes any JSON in them for an envelope of Slack's. */
const FRAMES = 'ws_message';

const helloSchema = z.looseObject({ type: z.enum(['hello', 'disconnect']) });
const event = z.looseObject({
  type: z.literal('events_api'),
  envelope_id: z.string(),
  payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
});
const other = z.looseObject({
  type: z.string(),
  envelope_id: z.string(),
  payload: z.looseObject({}),
});

/**
 * Keeps from the client what is no envelope: the client names events of its own by what stands in a frame, so that one
 * could tell it that it is disconnected, and it rejects unheard where a part is missing (@slack/socket-mode 3.1).
 */
export function filterFrames(client: SocketModeClient, log: Logger): void {
  const listeners = client.listeners(FRAMES) as Listener[];
  client.removeAllListeners(FRAMES);
  client.on(FRAMES, async (data: unknown, isBinary: unknown) => {
    if (isBinary === true || !isEnvelope(jsonIn(data), client)) {
      log.warn('unrecognized Socket Mode frame dropped');
      return;
    }
    try {
      for (const listener of listeners) await listener(data, isBinary);
    } catch (error) {
      log.error({ err: error }, 'frame handler failed');
    }
  });
}

function isEnvelope(json: unknown, client: SocketModeClient): boolean {
  if (helloSchema.safeParse(json).success) return true;
  const envelope = other.safeParse(json);
  if (!envelope.success) return false;
  const { type } = envelope.data;
  if (type !== 'events_api') return isUnreserved(type, client);
  const read = event.safeParse(json);
  return read.success && isUnreserved(read.data.payload.event.type, client);
}

/** True for a name that the client does not use for itself. */
const isUnreserved = (name: string, client: SocketModeClient): boolean => client.listenerCount(name) === 0;

function jsonIn(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
