import type { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Logger } from '../../lib/logger';

type SocketModeClient = SocketModeReceiver['client'];
type Listener = (data: unknown, isBinary: unknown) => unknown;

/** The client's own event for a frame; it takes any JSON in one for an envelope of Slack's. */
const FRAME_EVENT = 'ws_message';

const helloSchema = z.object({ type: z.enum(['hello', 'disconnect']) });
const envelopeSchema = z.object({ type: z.string(), envelope_id: z.string(), payload: z.looseObject({}) });
const eventSchema = z.object({ payload: z.object({ event: z.object({ type: z.string() }) }) });

/**
 * Keeps from the client what is no envelope. The client emits events named by what stands in a frame, so that one could
 * tell it that it is disconnected, and it rejects unhandled where a part is missing (@slack/socket-mode 3.1; the naming
 * caused https://github.com/slackapi/node-slack-sdk/issues/2057, too). Delete this file when frames are validated there.
 */
export function filterFrames(client: SocketModeClient, log: Logger): void {
  const listeners = client.listeners(FRAME_EVENT) as Listener[];
  client.removeAllListeners(FRAME_EVENT);
  client.on(FRAME_EVENT, async (data: unknown, isBinary: unknown) => {
    if (isBinary === true || !isEnvelope(parse(data), client)) {
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

function isEnvelope(frame: unknown, client: SocketModeClient): boolean {
  if (helloSchema.safeParse(frame).success) return true;
  const envelope = envelopeSchema.safeParse(frame);
  if (!envelope.success) return false;
  const { type } = envelope.data;
  const name = type === 'events_api' ? eventSchema.safeParse(frame).data?.payload.event.type : type;
  // The client must not use the name for an event of its own.
  return name !== undefined && client.listenerCount(name) === 0;
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
