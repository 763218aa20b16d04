import { type TimerClock, type Timers, timersOf } from './clock';
import { Faults } from './faults';
import { createIds, type Ids, randomHex } from './ids';
import { Journal } from './journal';
import { RateLimits } from './rateLimits';
import { ResponseUrls } from './responseUrls';
import type { AppSettings } from './settings';
import { Triggers } from './triggers';
import { World } from './world/world';

/** The secrets of one sandbox: made up anew each time, and good for nothing elsewhere. */
export interface Tokens {
  readonly bot: string;
  readonly app: string;
  readonly signingSecret: string;
}

/** What the parts of one sandbox share. */
export interface Core {
  /** Changed by whoever installs the app again. */
  settings: AppSettings;
  readonly tokens: Tokens;
  readonly app: { readonly id: string; readonly botId: string; readonly name: string };
  /** Which app the bot token is of. */
  botApp: string;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly world: World;
  readonly journal: Journal;
  readonly faults: Faults;
  /** The types of blocks that this workspace does not know yet. */
  readonly unsupportedBlocks: Set<string>;
  readonly rateLimits: RateLimits;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  /** The tickets that `apps.connections.open` gave out, each good for one connection. */
  readonly tickets: Set<string>;
  /** The messages that are to be posted later, by their id: the channel of each. None is ever posted. */
  readonly scheduled: Map<string, string>;
  /** Such as `http://127.0.0.1:41234`; empty until the server listens. */
  url: string;
}

/** A fresh workspace with the app installed. */
export function createCore(settings: AppSettings, clock: TimerClock, enforceRateLimits: boolean): Core {
  const timers = timersOf(clock);
  const ids = createIds(timers);
  const world = new World(ids);
  const unsupportedBlocks = new Set<string>();
  const app = { id: 'A0SANDBOX', botId: 'B0ARBWATCH', name: 'arbwatch' };
  return {
    settings,
    tokens: {
      bot: `xoxb-sandbox-${randomHex(12)}`,
      app: `xapp-1-${app.id}-sandbox-${randomHex(12)}`,
      signingSecret: `sandbox${randomHex(12)}`,
    },
    app,
    botApp: app.id,
    timers,
    ids,
    world,
    journal: new Journal(),
    faults: new Faults(),
    unsupportedBlocks,
    rateLimits: new RateLimits(timers, enforceRateLimits),
    triggers: new Triggers(timers, ids),
    responseUrls: new ResponseUrls(timers, world, unsupportedBlocks),
    tickets: new Set(),
    scheduled: new Map(),
    url: '',
  };
}
