import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createLogThrottle } from '../../lib/logThrottle';
import { boltLogger } from '../boltLogger';
import { filterFrames } from './frameFilter';
import { verifyBody } from './requestBody';
import { BODY_LIMIT_BYTES, type Rejection, verifyHeaders } from './requestVerification';
import { SocketConnection } from './socketMode';

/** How Slack's requests come in. */
export interface Transport {
  readonly receiver: Receiver;
  /** Takes Slack's HTTP requests, and refuses them before `start` and after `stop`; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Resolves when requests can come in. Throws SlackTokenError, or AbortError where it is stopped before. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isOpen(): boolean;
}

/** Who is of another workspace cannot be told before the bot knows its own; Slack tells the person that it failed. */
const CLOSED: Rejection = { status: 503, reason: 'the bot is starting or stopping' };

/** In a request's context: the id by which the transport itself tells a request that came before. */
export const REQUEST_ID = 'requestId';

/** In a request's context: `AckDelivered`. */
export const ACK_DELIVERED = 'ackFate';

/** Asked after the ack: false when the connection that the request came by was lost, and the ack with it. */
export type AckDelivered = () => Promise<boolean>;

export function openTransport(
  config: SlackConfig,
  deps: { readonly clock: Clock; readonly log: Logger; readonly clientOptions: WebClientOptions },
): Transport {
  return config.transport === 'socket'
    ? socketTransport(config.appToken, deps)
    : httpTransport(config.signingSecret, deps);
}

function socketTransport(
  appToken: string,
  {
    clock,
    log,
    clientOptions,
  }: { readonly clock: Clock; readonly log: Logger; readonly clientOptions: WebClientOptions },
): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    autoReconnectEnabled: false,
    // A copy, since Socket Mode changes the options that it is given.
    installerOptions: { clientOptions: { ...clientOptions } },
    customPropertiesExtractor: ({ envelope_id }) => {
      const { token } = connection;
      // An ack by another connection than its envelope's reaches nobody.
      const fate: AckDelivered = async () => token !== null && connection.token === token;
      return { [REQUEST_ID]: envelope_id, [ACK_DELIVERED]: fate };
    },
  });
  filterFrames(receiver.client, log);
  const connection = new SocketConnection(receiver.client, { clock, log });
  return {
    receiver,
    requestListener: null,
    start: () => connection.start(),
    stop: () => connection.stop(),
    isOpen: () => connection.isConnected,
  };
}

function httpTransport(
  signingSecret: string,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Transport {
  const fates = new WeakMap<IncomingMessage, Promise<boolean>>();
  const bolts = boltLogger(log);
  const once = createLogThrottle();
  const receiver = new HTTPReceiver({
    signingSecret,
    bodyLimit: BODY_LIMIT_BYTES,
    // It warns of what strangers may send.
    logger: { ...bolts, warn: (...parts) => once(parts.join(' '), () => bolts.warn(...parts)) },
    customPropertiesExtractor: (request) => {
      const fate: AckDelivered = async () => (await fates.get(request)) ?? true;
      return { [REQUEST_ID]: request.headers['x-slack-signature'], [ACK_DELIVERED]: fate };
    },
  });
  const refuse = ({ status, reason }: Rejection, response: ServerResponse): void => {
    const line = `a request to /slack/events was refused: ${reason}`;
    once(line, () => log.warn(`${line}; more of its kind within a minute are not told of`));
    response.writeHead(status).end();
  };
  let open = false;
  return {
    receiver,
    requestListener: (request, response) => {
      const refusal = verifyHeaders(request, clock.now()) ?? (open ? null : CLOSED);
      // What is refused, or may never end, is not read to its end; then there is no next request on the connection.
      if (refusal !== null || request.headers['content-length'] === undefined)
        response.setHeader('connection', 'close');
      if (refusal !== null) return refuse(refusal, response);
      fates.set(request, isSent(response));
      verifyBody(request)
        .then((why) => (why === null ? receiver.requestListener(request, response) : refuse(why, response)))
        .catch((error: unknown) => {
          log.error({ err: error }, 'request to /slack/events failed');
          response.destroy();
        });
    },
    start: async () => {
      open = true;
    },
    stop: async () => {
      open = false;
    },
    isOpen: () => open,
  };
}

/** True once all of the response was handed to the network; false when the connection was closed before. */
const isSent = (response: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(false));
  });
