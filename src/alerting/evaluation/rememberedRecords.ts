import type { RememberedRecords } from '../../monitors/records/watchedRecords';
import type { TargetId } from '../incidents/incident';
import { RULES } from '../rules';
import type { AlertState } from '../state/alertState';
import { decodeMemory } from './ruleMemory';

/** The records that the rules remember of each target: an instance that has just begun has come across none of them. */
export const rememberedRecords = ({ targets }: AlertState): ReadonlyMap<TargetId, RememberedRecords> =>
  new Map(
    targets.flatMap(({ target, rules }) => {
      const parts = RULES.flatMap((rule) => {
        if (rule.remembers === undefined) return [];
        const { memory } = decodeMemory(rule, rules[rule.name]);
        return memory === null ? [] : [rule.remembers(memory)];
      });
      const [orders, prices] = [
        parts.flatMap((part) => part.orders ?? []),
        parts.flatMap((part) => part.prices ?? []),
      ];
      return orders.length + prices.length === 0 ? [] : [[target, { orders, prices }] as const];
    }),
  );
