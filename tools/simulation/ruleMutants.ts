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
  mutant('never reports a missing heartbeat', { firstDays: 1, plant: judging(noHeartbeat, undecided) }),
  mutant('never sees that a heartbeat is back', { firstDays: 1, plant: judging(noHeartbeat, neverWell) }),
  mutant('never reports a portfolio that stands still', {
    firstDays: 1,
    plant: judging(stalePortfolio, undecided),
  }),
  mutant('never sees that a portfolio moves again', {
    firstDays: 1,
    plant: judging(stalePortfolio, neverWell),
  }),
  mutant('never reports an active circuit breaker', {
    firstDays: 1,
    plant: judging(circuitBreaker, undecided),
  }),
  mutant('never reports a trip', { plant: judging(circuitBreaker, withoutEvents) }),
  mutant('reports a trip by its counter and again by its metric', { plant: judging(circuitBreaker, twice) }),
  mutant('never reports a safety violation', { plant: judging(safetyViolations, withoutEvents) }),
  mutant('reports safety violations twice', { plant: judging(safetyViolations, twice) }),
  mutant('never reports live trading switched on or off', {
    firstDays: 1,
    plant: judging(liveTrading, withoutEvents),
  }),
];
