import type { Act } from '../invariants/history';
import type { EventQueue } from './eventQueue';
import type { Instance } from './instance';
import { HOUR, MINUTE, type Plan } from './plan';
import type { Prng } from './prng';
import type { ScenarioLog } from './scenarioLog';
import type { StoredMessage, WorldSlack } from './slack';

const KINDS = ['acknowledge', 'acknowledge', 'snooze', 'unsnooze', 'mute'] as const;
const HEARTBEAT_KINDS = ['acknowledge', 'snooze', 'unsnooze', 'release_heartbeat'] as const;

type Pressed = { -readonly [K in keyof Act]: Act[K] };

/** Users who press the buttons of incidents, and now and then remove a message. */
/** What users need of the world around them. */
interface UsersWorld {
  readonly plan: Plan;
  readonly prng: Prng;
  readonly queue: EventQueue;
  readonly log: ScenarioLog;
  readonly slack: WorldSlack;
  readonly instances: readonly Instance[];
}

export class Users {
  readonly acts: Pressed[] = [];
  private readonly prng;

  constructor(private readonly world: UsersWorld) {
    this.prng = world.prng.of('people');
  }

  /** Somebody reads a message. */
  reads(message: StoredMessage): void {
    const { prng, world } = this;
    const { plan } = world;
    if (plan.faults.has('users delete messages') && prng.is(0.05))
      this.later(prng.wait(HOUR), () => {
        world.slack.deletes(message);
        world.log.add('a person', `deletes ${message.mark.id}`);
      });
    if (
      message.threadTs !== null ||
      !/^(no_sign_of_life|no_heartbeat|stale_portfolio|circuit_breaker|monitoring_outage):/.test(
        message.mark.id,
      )
    )
      return;
    const [incidentId = ''] = message.mark.id.split('/');
    if (prng.is(0.5)) this.later(prng.wait(30 * MINUTE), () => this.press(incidentId));
  }

  private later(ms: number, act: () => void): void {
    const { queue, plan } = this.world;
    queue.after(ms, () => {
      if (queue.nowMs < plan.healthyFromMs) act();
    });
  }

  private press(incidentId: string): void {
    const { prng, world } = this;
    const { queue, log } = world;
    const reachable = world.instances.filter(({ running, isPaused }) => running !== null && !isPaused);
    const instance = reachable[prng.whole(0, reachable.length - 1)];
    if (!instance?.running) return;
    const userId = prng.oneOf(['U0ANN', 'U0BOB']);
    const kind = prng.oneOf(incidentId.startsWith('no_heartbeat:') ? HEARTBEAT_KINDS : KINDS);
    const until = new Date(queue.nowMs + prng.between(10, 120) * MINUTE);
    const act: Pressed = {
      at: queue.nowMs,
      kind,
      incidentId,
      userId,
      until: kind === 'snooze' ? until.getTime() : null,
      isConfirmed: false,
    };
    this.acts.push(act);
    log.add(userId, `presses ${kind} on ${incidentId} at instance ${instance.name}`);
    const action = kind === 'snooze' ? { kind, incidentId, userId, until } : { kind, incidentId, userId };
    queue.wakes();
    instance.running.pipeline.alerts.act(action).then(
      (acted) => {
        act.isConfirmed = acted.kind === 'done';
        log.add(userId, acted.kind === 'done' ? 'it is done' : `is refused: ${acted.refusal.kind}`);
        if (acted.kind === 'refused') this.acts.splice(this.acts.indexOf(act), 1);
      },
      (error: unknown) => log.add(userId, `gets the answer: ${String(error)}`),
    );
  }
}
