import type { RequestListener } from 'node:http';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Clock } from '../clock';
import type { SlackConfig } from '../config';
import type { Logger } from '../logger';
import { boltLogger } from './boltLogger';
import { isSentAboutNow } from './signedRequests';
import { SocketConnection } from './socketConnection';

/** How Slack's requests come in. */
export interface Transport {
  readonly receiver: Receiver;
  /** Takes Slack's HTTP requests; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Resolves when requests can come in. Throws SlackTokenError. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isOpen(): boolean;
}

/** The ids by which a transport itself tells a request that came before. */
export const REQUEST_ID = 'requestId';

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
  { log, clientOptions }: { readonly log: Logger; readonly clientOptions: WebClientOptions },
): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    autoReconnectEnabled: false,
    // A copy, since Socket Mode changes the options that it is given.
    installerOptions: { clientOptions: { ...clientOptions } },
    customPropertiesExtractor: ({ envelope_id }) => ({ [REQUEST_ID]: envelope_id }),
  });
  const connection = new SocketConnection(receiver.client, log);
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
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: boltLogger(log),
    customPropertiesExtractor: ({ headers }) => ({ [REQUEST_ID]: headers['x-slack-signature'] }),
  });
  let open = false;
  return {
    receiver,
    requestListener: (request, response) => {
      if (isSentAboutNow(request, clock.now())) return receiver.requestListener(request, response);
      log.warn('a request to /slack/events was refused: its time is not within five minutes of now');
      response.writeHead(401).end();
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
