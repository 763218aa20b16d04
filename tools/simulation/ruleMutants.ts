import { circuitBreaker } from '../../src/alerting/rules/circuitBreaker';
import { liveTrading } from '../../src/alerting/rules/liveTrading';
import { noHeartbeat } from '../../src/alerting/rules/noHeartbeat';
import { noSignOfLife } from '../../src/alerting/rules/noSignOfLife';
import type { Rule, RuleResult } from '../../src/alerting/rules/rule';
import { safetyViolations } from '../../src/alerting/rules/safetyViolations';
import { stalePortfolio } from '../../src/alerting/rules/stalePortfolio';
import { addMs } from '../../src/lib/time';
import { type Mutant, mutant } from './mutant';

type Input<M, S> = Parameters<Rule<M, S>['evaluate']>[0];

/** A rule whose verdicts are changed. */
const judging =
  <M, S>(rule: Rule<M, S>, change: (result: RuleResult<M>, input: Input<M, S>) => RuleResult<M>) =>
  (): (() => void) => {
    const { evaluate } = rule;
    rule.evaluate = (input) => change(evaluate(input), input);
    return () => {
      rule.evaluate = evaluate;
    };
  };

/** It decides nothing, whatever is so. */
const undecided = <M>(result: RuleResult<M>): RuleResult<M> => ({
  ...result,
  condition: result.condition && { status: 'pending' },
});

const neverWell = <M>(result: RuleResult<M>): RuleResult<M> =>
  result.condition?.status === 'ok' ? undecided(result) : result;

const withoutEvents = <M>(result: RuleResult<M>): RuleResult<M> => ({ ...result, events: [] });

/** Under another name each: the same thing seen by two signs. */
const twice = <M>(result: RuleResult<M>): RuleResult<M> => ({
  ...result,
  events: result.events.flatMap((event) => [event, { ...event, key: `${event.key}:again` }]),
});

/** A scenario in which traders count trips and violations, and switch live trading. */
const TRADES_BADLY = { firstSeed: 88, firstDays: 2 } as const;

/** Faults in what the rules decide, of which each must be found out. */
export const RULE_MUTANTS: readonly Mutant[] = [
  mutant('never reports a death', { plant: judging(noSignOfLife, undecided) }),
  mutant('never sees a recovery', { plant: judging(noSignOfLife, neverWell) }),
  mutant('dates a death to the check that finds it', {
    plant: judging(noSignOfLife, (result, { now }) => {
      const { condition } = result;
      return condition?.status === 'firing' ? { ...result, condition: { ...condition, since: now } } : result;
    }),
  }),
  mutant('dates a recovery half an hour late', {
    firstDays: 1,
    plant: judging(noSignOfLife, (result) => {
      const { condition } = result;
      return condition?.status === 'ok' && condition.since !== undefined
        ? { ...result, condition: { ...condition, since: addMs(condition.since, 1_800_000) } }
        : result;
    }),
  }),
  mutant('never reports a missing heartbeat', {
    firstSeed: 2,
    firstDays: 1,
    plant: judging(noHeartbeat, undecided),
  }),
  mutant('never sees that a heartbeat is back', {
    firstSeed: 2,
    firstDays: 1,
    plant: judging(noHeartbeat, neverWell),
  }),
  mutant('never reports a portfolio that stands still', {
    firstSeed: 3,
    firstDays: 1,
    plant: judging(stalePortfolio, undecided),
  }),
  mutant('never sees that a portfolio moves again', {
    firstSeed: 3,
    firstDays: 1,
    plant: judging(stalePortfolio, neverWell),
  }),
  mutant('never reports a trip', { ...TRADES_BADLY, plant: judging(circuitBreaker, withoutEvents) }),
  mutant('reports a trip by its counter and again by its metric', {
    ...TRADES_BADLY,
    plant: judging(circuitBreaker, twice),
  }),
  mutant('never reports a safety violation', {
    ...TRADES_BADLY,
    plant: judging(safetyViolations, withoutEvents),
  }),
  mutant('reports safety violations twice', { ...TRADES_BADLY, plant: judging(safetyViolations, twice) }),
  mutant('never reports live trading switched on or off', {
    ...TRADES_BADLY,
    plant: judging(liveTrading, withoutEvents),
  }),
];
