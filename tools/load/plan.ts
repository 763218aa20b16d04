import type { Place } from '../../src/state/keys';

/** A trader that stops beating some time into a phase, and comes back once that was reported. */
export interface Death {
  /** The share of the phase that has passed. */
  readonly at: number;
  readonly target: Place;
}

/** Commands at one rate. */
export interface Phase {
  readonly name: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly deaths: readonly Death[];
}

/** What a run does. Seconds, unless a name says otherwise. */
export interface Plan {
  readonly keys: number;
  readonly checkInterval: number;
  readonly staleAfter: number;
  readonly phases: readonly Phase[];
  /** How often the check of each number of targets is timed. */
  readonly checks: number;
  readonly targets: readonly number[];
  readonly soak: SoakPlan;
}

export interface SoakPlan {
  /** How many seconds pass for the bot in one real one. */
  readonly compression: number;
  readonly simulatedHours: number;
  /** Simulated hours at the beginning that are not looked at: code is compiled, caches fill. */
  readonly warmUpHours: number;
  readonly samples: number;
}

const docker = (mode: Place['mode']): Place => ({ mode, env: 'docker' });
const local = (mode: Place['mode']): Place => ({ mode, env: 'local' });

/** Dead from the beginning, for commands to acknowledge and to snooze. */
export const LONG_DEAD: Place = local('live');

const PHASE_SECONDS = 60;

/** Two traders die in each phase, and one of them once more: some time apart, so that no storm joins them. */
const phase = (perSecond: number, first: Place, second: Place): Phase => ({
  name: `${perSecond} a second`,
  perSecond,
  seconds: PHASE_SECONDS,
  deaths: [
    { at: 0.05, target: first },
    { at: 0.35, target: second },
    { at: 0.65, target: first },
  ],
});

/** So many at once, as when everybody asks at the same moment. */
const burst = (commands: number, target: Place): Phase => ({
  name: `${commands.toLocaleString('en-US')} at once`,
  perSecond: commands * 10,
  seconds: 0.1,
  deaths: [{ at: 0, target }],
});

export const FULL: Plan = {
  keys: 1_000_000,
  checkInterval: 2,
  staleAfter: 6,
  phases: [
    phase(10, docker('paper'), local('paper')),
    phase(50, docker('shadow'), local('shadow')),
    phase(200, docker('live'), local('paper')),
    burst(1_000, docker('shadow')),
  ],
  targets: [10, 100, 1_000],
  checks: 15,
  soak: { compression: 45, simulatedHours: 2, warmUpHours: 0.5, samples: 60 },
};

export const QUICK: Plan = {
  keys: 20_000,
  checkInterval: 2,
  staleAfter: 3,
  phases: [{ name: '40 a second', perSecond: 40, seconds: 2, deaths: [{ at: 0, target: docker('paper') }] }],
  targets: [10, 40],
  checks: 2,
  soak: { compression: 30, simulatedHours: 0.02, warmUpHours: 0, samples: 4 },
};
