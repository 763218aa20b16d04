import { randomUUID } from 'node:crypto';
import type { AlertOptions } from '../formatters';
import type { AlertsService } from './alerts/service';
import type { Clock } from './clock';
import type { AlertConfig, BotConfig } from './config';
import { createCourier, type Health } from './delivery/courier';
import { LedgerAlerts } from './delivery/ledgerAlerts';
import { CheckLoop } from './jobs/checkLoop';
import { renderWith } from './jobs/renderDelivery';
import { Sight } from './jobs/sight';
import { Watcher } from './jobs/watcher';
import type { Logger } from './logger';
import { createWebApiPort } from './slack/webApiPort';
import type { State } from './state/open';

/** The tuning sessions are looked at this often, in ms: each look is a pass over the whole keyspace. */
const TUNING_EVERY_MS = 60_000;

/** What watches the traders and brings to Slack what follows from it. */
export interface Watching {
  readonly alerts: AlertsService;
  start(): void;
  /** Ends the check and the call in flight, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
  delivery(): Health;
}

/** All of the watching, wired; it does nothing before `start`. */
export function createWatching(
  config: BotConfig,
  { decide, fallbackChannel }: AlertConfig,
  state: State,
  { clock, log, demo }: { readonly clock: Clock; readonly log: Logger; readonly demo: boolean },
): Watching {
  const { ledger } = state;
  const options: AlertOptions = { demo, currency: config.currency, zone: config.timezone };
  const { botToken: token, apiUrl } = config.slack;
  const courier = createCourier({
    ledger,
    slack: createWebApiPort({ token, apiUrl, log }),
    clock,
    log,
    render: renderWith({
      options,
      incident: (id) => watcher.incident(id),
      digest: () => ({ text: '', blocks: [] }),
    }),
    owner: randomUUID(),
    settings: { fallbackChannel },
    random: Math.random,
  });
  const sight = new Sight({
    ...state,
    clock,
    live: config.live,
    tuning: config.tuning,
    tuningEveryMs: TUNING_EVERY_MS,
  });
  const watcher = new Watcher({ look: () => sight.look(), ledger, courier, clock, log, settings: decide });
  const loop = new CheckLoop({ check: () => watcher.check(), everyMs: decide.checkIntervalMs, log });
  return {
    alerts: new LedgerAlerts({ ledger, courier, clock, log, settings: decide }),
    start() {
      courier.start();
      loop.start();
    },
    async stop(limitMs) {
      await Promise.all([loop.stop(), courier.stop(limitMs)]);
    },
    delivery: () => courier.health(),
  };
}
