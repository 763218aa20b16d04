import { placeOfId } from '../../state/keys';
import type { Incident, TargetId } from './incident';
import type { IncidentChange } from './transitions';

/** An incident before a check (null: there was none) and what the check makes of it. */
export type IncidentTransition = readonly [before: Incident | null, change: IncidentChange];

/** The incidents on their way through one check, found by rule and target or env, however many there are. */
export class IncidentIndex {
  private readonly all: IncidentTransition[] = [];
  private readonly byTarget = new Map<string, Set<number>>();
  private readonly byEnv = new Map<string, Set<number>>();
  private readonly ids: ReadonlySet<string>;

  /** Those that are over stay as they are, and are not found: mostly all but a few. */
  constructor(incidents: readonly Incident[], isOver: (incident: Incident) => boolean) {
    this.ids = new Set(incidents.map(({ id }) => id));
    for (const incident of incidents) {
      const step: IncidentTransition = [incident, { incident, notes: [] }];
      if (isOver(incident)) this.all.push(step);
      else this.put(this.all.length, step);
    }
  }

  /** In the order of the incidents, new ones last. */
  list(): readonly IncidentTransition[] {
    return this.all;
  }

  /** The newest incident of the rule that the target is in and that fits. */
  findByTarget(rule: string, target: TargetId, fits: (incident: Incident) => boolean): IncidentSlot | null {
    return this.newest(this.byTarget.get(`${rule} ${target}`), fits);
  }

  /** The newest incident of the rule that a target of the env is in and that fits. */
  findByEnv(rule: string, env: string, fits: (incident: Incident) => boolean): IncidentSlot | null {
    return this.newest(this.byEnv.get(`${rule} ${env}`), fits);
  }

  /** The id, or one made of it where an incident has it: of one that was muted, and is unmuted while it still fires. */
  freeId(id: string): string {
    let free = id;
    for (let n = 2; this.ids.has(free); n++) free = `${id}:${n}`;
    return free;
  }

  add(change: IncidentChange): void {
    this.put(this.all.length, [null, change]);
  }

  private newest(
    at: ReadonlySet<number> | undefined,
    fits: (incident: Incident) => boolean,
  ): IncidentSlot | null {
    let newest = -1;
    for (const i of at ?? []) {
      const step = this.all[i];
      if (i > newest && step !== undefined && fits(step[1].incident)) newest = i;
    }
    const step = this.all[newest];
    if (step === undefined) return null;
    const [before, change] = step;
    return { change, replace: (by) => this.put(newest, [before, by]) };
  }

  private put(at: number, step: IncidentTransition): void {
    this.all[at] = step;
    const { rule, targets } = step[1].incident;
    for (const { target } of targets) {
      addTo(this.byTarget, `${rule} ${target}`, at);
      addTo(this.byEnv, `${rule} ${envOf(target)}`, at);
    }
  }
}

/** One incident's change so far, and how to make another of it. */
export interface IncidentSlot {
  readonly change: IncidentChange;
  readonly replace: (by: IncidentChange) => void;
}

const envOf = (target: TargetId): string => placeOfId(target)?.env ?? target;

function addTo(index: Map<string, Set<number>>, key: string, at: number): void {
  const there = index.get(key);
  if (there === undefined) index.set(key, new Set([at]));
  else there.add(at);
}
