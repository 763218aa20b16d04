import type { Act } from '../invariants/history';
import { HOUR, MINUTE } from './plan';
import type { Kept } from './slack';
import type { World } from './world';

const KINDS = ['acknowledge', 'acknowledge', 'snooze', 'unsnooze', 'mute'] as const;
const HEARTBEAT_KINDS = ['acknowledge', 'snooze', 'unsnooze', 'release_heartbeat'] as const;

type Pressed = { -readonly [K in keyof Act]: Act[K] };

/** People who press the buttons of incidents, and now and then remove a message. */
export class People {
  readonly acts: Pressed[] = [];
  private readonly chance;

  constructor(private readonly world: World) {
    this.chance = world.chance.of('people');
  }

  /** Somebody reads a message. */
  reads(message: Kept): void {
    const { chance, world } = this;
    const { plan } = world;
    if (plan.faults.has('people delete messages') && chance.is(0.05))
      this.later(chance.wait(HOUR), () => {
        world.slack.deletes(message);
        world.story.tell('a person', `deletes ${message.mark.id}`);
      });
    if (
      message.threadTs !== null ||
      !/^(no_sign_of_life|no_heartbeat|stale_portfolio|circuit_breaker|blind):/.test(message.mark.id)
    )
      return;
    if (chance.is(0.5)) this.later(chance.wait(30 * MINUTE), () => this.press(message.mark.id));
  }

  private later(ms: number, act: () => void): void {
    const { timeline, plan } = this.world;
    timeline.after(ms, () => {
      if (timeline.nowMs < plan.wellFromMs) act();
    });
  }

  private press(incidentId: string): void {
    const { chance, world } = this;
    const { timeline, story } = world;
    const reachable = world.copies.filter(({ running, isPaused }) => running !== null && !isPaused);
    const copy = reachable[chance.whole(0, reachable.length - 1)];
    if (!copy?.running) return;
    const userId = chance.oneOf(['U0ANN', 'U0BOB']);
    const kind = chance.oneOf(incidentId.startsWith('no_heartbeat:') ? HEARTBEAT_KINDS : KINDS);
    const until = new Date(timeline.nowMs + chance.between(10, 120) * MINUTE);
    const act: Pressed = {
      at: timeline.nowMs,
      kind,
      incidentId,
      userId,
      until: kind === 'snooze' ? until.getTime() : null,
      isConfirmed: false,
    };
    this.acts.push(act);
    story.tell(userId, `presses ${kind} on ${incidentId} at copy ${copy.name}`);
    const action = kind === 'snooze' ? { kind, incidentId, userId, until } : { kind, incidentId, userId };
    timeline.wakes();
    copy.running.watching.alerts.act(action).then(
      (acted) => {
        act.isConfirmed = acted.kind === 'done';
        story.tell(userId, acted.kind === 'done' ? 'it is done' : `is told: ${acted.message}`);
        if (acted.kind === 'refused') this.acts.splice(this.acts.indexOf(act), 1);
      },
      (error: unknown) => story.tell(userId, `is told: ${String(error)}`),
    );
  }
}
