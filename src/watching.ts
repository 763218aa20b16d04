import { randomUUID } from 'node:crypto';
import type { AlertOptions } from '../formatters';
import type { AlertsService } from './alerts/service';
import type { Clock } from './clock';
import type { AlertConfig, BotConfig } from './config';
import { createCourier, type Health } from './delivery/courier';
import { LedgerAlerts } from './delivery/ledgerAlerts';
import { LedgerDigests } from './digests/ledgerDigests';
import type { DigestsService } from './digests/service';
import { CheckLoop } from './jobs/checkLoop';
import { DigestJob } from './jobs/digestJob';
import { renderWith } from './jobs/renderDelivery';
import { atSlots, latestSlot } from './jobs/scheduler';
import { Sight } from './jobs/sight';
import { Watcher } from './jobs/watcher';
import type { Logger } from './logger';
import { createWebApiPort } from './slack/webApiPort';
import type { State } from './state/open';

/** The tuning sessions are looked at this often, in ms: each look is a pass over the whole keyspace. */
const TUNING_EVERY_MS = 60_000;
/** A digest is made from a sight of the last so many ms. */
const DIGEST_FROM_MS = 60_000;

/** What watches the traders and brings to Slack what follows from it. */
export interface Watching {
  readonly alerts: AlertsService;
  readonly digests: DigestsService;
  start(): void;
  /** One check, whenever it is asked for. */
  check(): Promise<unknown>;
  /** Sends all that may be sent now; resolves to the time (ms since the epoch) when the next may. */
  deliver(): Promise<number>;
  /** Ends the check and the call in flight, within `limitMs`. */
  stop(limitMs: number): Promise<void>;
  delivery(): Health;
}

/** All of the watching, wired; it does nothing before `start`. */
export function createWatching(
  config: BotConfig,
  { decide, fallbackChannel, digests }: AlertConfig,
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
  const digestJob = new DigestJob({
    ledger,
    courier,
    stored: (known) => watcher.remember(known),
    clock,
    log,
    digests,
    latestSlot: ({ cron, zone }, after, now) => latestSlot(cron, zone, after, now),
    freshForMs: Math.max(DIGEST_FROM_MS, 2 * decide.checkIntervalMs),
  });
  // No check waits for a digest, which must not keep anybody from seeing that a trader died.
  const check = async () => {
    await watcher.check();
    digestJob.nudge();
  };
  let schedules: readonly { stop(): void }[] = [];
  const loop = new CheckLoop({ check, everyMs: decide.checkIntervalMs, log });
  return {
    alerts: new LedgerAlerts({ ledger, courier, clock, log, settings: decide }),
    digests: new LedgerDigests(ledger, digests),
    start() {
      courier.start();
      loop.start();
      schedules = digests.map((digest) => atSlots(digest, () => digestJob.run(), log));
    },
    check,
    deliver: () => courier.deliverDue(),
    async stop(limitMs) {
      for (const schedule of schedules) schedule.stop();
      await Promise.all([loop.stop(), courier.stop(limitMs)]);
    },
    delivery: () => courier.health(),
  };
}
