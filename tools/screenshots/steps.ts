import type { Stage } from './setup';

/** What happens before a picture is taken. */
export type Step = (stage: Stage) => Promise<void> | void;

/** One step after the other. */
export const inOrder =
  (...all: readonly Step[]) =>
  async (stage: Stage): Promise<void> => {
    for (const step of all) await step(stage);
  };
/** Lets the demo live on for so many seconds while the bot checks and sends. */
export const watch =
  (seconds: number): Step =>
  (stage) =>
    stage.watch(seconds);
/** Presses controls of the page. */
export const press =
  (...ids: readonly string[]): Step =>
  async (stage) => {
    for (const id of ids) await stage.press(id);
  };
/** Presses a button of the newest alert that has it. */
export const use =
  (actionId: string): Step =>
  (stage) =>
    stage.use(actionId);

export const MINUTE_S = 60;
export const HOUR_S = 3_600;
/** The traders were seen alive: the demo's heartbeats come every 5 s. */
export const SEEN_S = 45;
/** A trader that stopped was reported as down. */
export const DEAD_S = 120;
const BEAT_EVERY_S = 5;

export const IN_ALERTS = { in: 'trading-alerts' } as const;

export const seen = watch(SEEN_S);
/** These traders stop, and the bot reports it. */
export const die = (...places: readonly string[]): Step =>
  inOrder(press(...places.map((place) => `stop-${place}`)), watch(DEAD_S));

/** The paper trader dies before the bot's eyes. */
export const paperDies = inOrder(seen, die('paper-docker'));

/** The live trader sends real orders, dies, and is muted. */
export const mutedDead = inOrder(
  press('orders-live-docker'),
  seen,
  die('live-docker'),
  use('incident:mute'),
  watch(30),
);

/** A live trader of which Redis holds its flags, which say that it is enabled and armed. */
export function armedProduction(stage: Stage): void {
  const keys = stage.traderKeys({ mode: 'live', env: 'production' });
  keys.setStat('live_enabled', 1);
  keys.setStat('live_armed', 1);
}

/** The shadow trader sends heartbeats for so many seconds while the bot watches. */
export async function shadowBeats(stage: Stage, seconds: number, env = 'docker', aheadMs = 0): Promise<void> {
  const keys = stage.traderKeys({ mode: 'shadow', env });
  for (let passed = 0; passed < seconds; passed += BEAT_EVERY_S) {
    keys.heartbeat('trader', new Date(stage.now().getTime() + aheadMs));
    await stage.watch(BEAT_EVERY_S);
  }
}

/** A configuration that pages people, then a webhook at whose address nobody listens. */
export const PAGING_FILE = `
on_call: { people: [U0OPERATOR, U0VIEWER], handover: { day: monday, time: '09:00' }, start: '2026-11-16' }
escalation:
  steps:
    - { after: 5m, notify: on_call }
    - { after: 10m, notify: on_call_next }
    - { after: 20m, webhook: pagerduty }
webhooks:
  pagerduty: { type: json, url: 'http://localhost:59999/', allow_http: true }
`;
