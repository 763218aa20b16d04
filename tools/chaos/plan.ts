import { type Random, seededRandom } from '../../sandbox/demo/random';
import { charactersOf, type LabCharacter } from './characters';
import { actionsOf, type FaultAction } from './faultActions';
import {
  FAILING_OVER,
  type FaultName,
  INSTANCE_FAULTS,
  isOfRedis,
  LOSING,
  REDIS_FAULTS,
  type RedisKind,
  SLACK_FAULTS,
  SOCKET_FAULTS,
} from './faultNames';
import { STALE_AFTER_S } from './settings';

/** What happens in a round; the same for the same seed and number. Times are in ms from its start. */
export interface RoundPlan {
  readonly seed: number;
  /** Counted from 1. */
  readonly number: number;
  readonly kind: RedisKind;
  /** After so long the bot calls a trader dead. */
  readonly staleAfterMs: number;
  readonly traders: readonly LabCharacter[];
  readonly faults: readonly PlannedFault[];
  readonly actions: readonly FaultAction[];
  /** Whether somebody acknowledges an alert. */
  readonly hasOperator: boolean;
}

export interface PlannedFault {
  readonly at: number;
  readonly forMs: number;
  readonly name: FaultName;
  /** From 0 up to 1: which instance, which node, how much. */
  readonly pick: number;
}

/** Half of the rounds are with a single Redis. */
const KIND_OF: readonly RedisKind[] = ['single', 'sentinel', 'single', 'cluster'];
/** After what Redis lost, switches and trips come only so much later, in ms. */
const SETTLED_MS = 6_000;
/** As long after a failover: till the replaced master is demoted, traders write to it, and that is taken back. */
const DEMOTED_MS = 15_000;

export const kindOf = (number: number): RedisKind => KIND_OF[(number - 1) % KIND_OF.length] ?? 'single';

/** Draws a round. */
export function planOf(seed: number, number: number): RoundPlan {
  const random = seededRandom(Math.imul(seed, 7_919) + number);
  const kind = kindOf(number);
  const staleAfterMs = STALE_AFTER_S[kind] * 1000;
  const traders = charactersOf(random);
  const actions = traders.flatMap((character) => actionsOf(character, random, staleAfterMs));
  const faults = faultsAround(momentsOf(actions, staleAfterMs), { kind, staleAfterMs }, random);
  const hasOperator = random.next() < 0.3;
  return {
    seed,
    number,
    kind,
    staleAfterMs,
    traders,
    faults,
    actions: actions.map((action) => afterLosses(action, kind, faults)),
    hasOperator,
  };
}

/** When all that is planned has happened, in ms from the start. */
export const lengthOf = ({ faults, actions }: RoundPlan): number =>
  Math.max(0, ...faults.map(({ at, forMs }) => at + forMs), ...actions.map(({ at }) => at));

/** When the bot has something to do: a death is seen, a return, an event. And one more, for a round without any. */
const momentsOf = (actions: readonly FaultAction[], staleMs: number): number[] => [
  staleMs,
  ...actions.map(({ at, does }) => (/^dies|^stops/.test(does) ? at + staleMs : at + 1_000)),
];

type Scenery = Pick<RoundPlan, 'kind' | 'staleAfterMs'>;

function faultsAround(moments: readonly number[], scenery: Scenery, random: Random): PlannedFault[] {
  const count = 1 + Math.floor(random.next() * 3);
  const faults: PlannedFault[] = [];
  while (faults.length < count) {
    const fault = drawn(moments, scenery, random);
    if (isPossible([...faults, fault])) faults.push(fault);
  }
  return faults.sort((a, b) => a.at - b.at);
}

function drawn(moments: readonly number[], { kind, staleAfterMs }: Scenery, random: Random): PlannedFault {
  const names = oneOf(
    [REDIS_FAULTS[kind], REDIS_FAULTS[kind], INSTANCE_FAULTS, SLACK_FAULTS, SOCKET_FAULTS],
    random,
  );
  const name: FaultName = oneOf<FaultName>(names, random);
  const near = oneOf(moments, random) + random.between(-3_000, 1_500);
  const anywhen = random.between(500, staleAfterMs + 6_000);
  const at = Math.max(500, random.next() < 0.7 ? near : anywhen);
  return { at: Math.round(at), forMs: lengthFor(name, random), name, pick: random.next() };
}

function lengthFor(name: FaultName, random: Random): number {
  const isLong = random.next() < 0.25;
  if (name === 'DEBUG SLEEP') return Math.round(random.between(400, 4_000));
  if (name.startsWith('Socket Mode'))
    return name.endsWith('refused') ? Math.round(random.between(1_000, 6_000)) : 0;
  if (name === 'an instance stopped while Slack takes its post' && isLong)
    return Math.round(random.between(31_000, 35_000));
  return Math.round(isLong ? random.between(9_000, 15_000) : random.between(500, 6_000));
}

/**
 * Only one fault of Redis at a time has a beginning and an end that can be distinguished. And where Redis loses what was
 * stored, one instance must be left that remembers: if none is, nobody can know.
 */
function isPossible(faults: readonly PlannedFault[]): boolean {
  const named = faults.map(({ name }) => name);
  const ofRedis = named.filter((name) => isOfRedis(name));
  const ofInstances = named.filter((name) => INSTANCE_FAULTS.some((each) => each === name));
  if (ofRedis.length > 1 || new Set(named).size < named.length) return false;
  const loses = named.some((name) => LOSING.includes(name));
  return !loses || (ofInstances.length <= 1 && !named.includes('both instances killed and started'));
}

/** What a trader reports once could be taken back with the data: it does so long after that. */
function afterLosses(action: FaultAction, kind: RedisKind, faults: readonly PlannedFault[]): FaultAction {
  const [losing, settledMs] = kind === 'sentinel' ? [FAILING_OVER, DEMOTED_MS] : [LOSING, SETTLED_MS];
  const loss = faults.find(({ name }) => losing.includes(name));
  if (loss === undefined || !['trips', 'switches'].includes(action.does)) return action;
  return { ...action, at: Math.max(action.at, loss.at + loss.forMs + settledMs) };
}

function oneOf<T>(all: readonly T[], random: Random): T {
  const one = all[Math.floor(random.next() * all.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
