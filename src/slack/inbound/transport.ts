import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { createLogThrottle, type Logger } from '../../lib/logger';
import { boltLogger } from '../boltLogger';
import { filterFrames } from './frameFilter';
import { BODY_LIMIT_BYTES, type Rejection, verifyBody, verifyHeaders } from './requestVerification';
import { SocketConnection } from './socketMode';

/** How Slack's requests come in. */
export interface Transport {
  readonly receiver: Receiver;
  /** Takes Slack's HTTP requests, and rejects them before `start` and after `stop`; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Resolves when requests can come in. Throws SlackTokenError, or AbortError where it is stopped before. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isOpen(): boolean;
}

interface TransportDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly clientOptions: WebClientOptions;
}

/** The bot cannot know who is external before it knows its own workspace; Slack shows the person that it failed. */
const CLOSED: Rejection = { status: 503, reason: 'the bot is starting or stopping' };

/** In a request's context: the id by which the transport itself recognizes a duplicate. */
export const REQUEST_ID = 'requestId';

export const openTransport = (config: SlackConfig, deps: TransportDeps): Transport =>
  config.transport === 'socket'
    ? socketTransport(config.appToken, deps)
    : httpTransport(config.signingSecret, deps);

function socketTransport(appToken: string, { clock, log, clientOptions }: TransportDeps): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    customPropertiesExtractor: ({ envelope_id }) => ({ [REQUEST_ID]: envelope_id }),
  });
  filterFrames(receiver.client, log);
  const connection = new SocketConnection(receiver.client, { clock, log });
  confirmAcks(receiver, () => {
    const { token } = connection;
    // An ack over another connection than its envelope's reaches nobody.
    return async () => token !== null && connection.token === token;
  });
  return {
    receiver,
    requestListener: null,
    start: () => connection.start(),
    stop: () => connection.stop(),
    isOpen: () => connection.isConnected,
  };
}

function httpTransport(signingSecret: string, { clock, log }: TransportDeps): Transport {
  const sent = new AsyncLocalStorage<Promise<boolean>>();
  const boltLog = boltLogger(log);
  const throttled = createLogThrottle();
  const receiver = new HTTPReceiver({
    signingSecret,
    bodyLimit: BODY_LIMIT_BYTES,
    // It warns of what strangers may send.
    logger: { ...boltLog, warn: (...parts) => throttled(parts.join(' '), () => boltLog.warn(...parts)) },
    customPropertiesExtractor: ({ headers }) => ({ [REQUEST_ID]: headers['x-slack-signature'] }),
  });
  confirmAcks(receiver, () => {
    const isDelivered = sent.getStore();
    return async () => (await isDelivered) ?? true;
  });
  const reject = ({ status, reason }: Rejection, response: ServerResponse): void => {
    throttled(reason, () =>
      log.warn({ reason }, 'request to /slack/events rejected; further ones suppressed for 1 min'),
    );
    response.writeHead(status).end();
  };
  let open = false;
  return {
    receiver,
    requestListener: (request, response) => {
      const rejection = verifyHeaders(request, clock.now()) ?? (open ? null : CLOSED);
      // What is rejected, or may never end, is not read to its end; then there is no next request on the connection.
      if (rejection !== null || request.headers['content-length'] === undefined)
        response.setHeader('connection', 'close');
      if (rejection !== null) return reject(rejection, response);
      const delivered = isSent(response);
      verifyBody(request)
        .then((invalid) => {
          if (invalid !== null) return reject(invalid, response);
          sent.run(delivered, () => receiver.requestListener(request, response));
        })
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

/**
 * Lets `ack` reject where it did not reach Slack; Bolt's own resolves in any case. `watch` is called as a request comes
 * in, and what it returns is called after the ack. Delete it when Bolt rejects such an ack itself.
 */
function confirmAcks(receiver: Receiver, watch: () => () => Promise<boolean>): void {
  const init = receiver.init.bind(receiver);
  receiver.init = (app: App) => {
    const processEvent = (event: ReceiverEvent): Promise<void> => {
      const isDelivered = watch();
      const ack: ReceiverEvent['ack'] = async (body) => {
        await event.ack(body);
        if (!(await isDelivered()))
          throw new Error('the connection of the request was closed before the ack');
      };
      return app.processEvent({ ...event, ack });
    };
    init(Object.assign(Object.create(app), { processEvent }));
  };
}

/** True once the whole response was handed to the network; false when the connection was closed before. */
const isSent = (response: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(false));
  });
