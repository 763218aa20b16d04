import type { TargetView } from '../../src/alerting/targetStates';
import { type Currencies, currencyOf } from '../text/currency';

/** A target for programs, as a terminal prints it with `--json`: its snapshot, and the state that every screen shows. */
export function targetJson({ state, snapshot }: TargetView, currencies: Currencies): object {
  const { signs: _, ...reported } = snapshot;
  const { status, silenced, sign, money } = state;
  return {
    ...reported,
    status,
    silenced,
    currency: currencyOf(currencies, state.target),
    signOfLife:
      sign === null ? null : { kind: sign.kind, component: sign.component, at: sign.at, ageMs: sign.ageMs },
    realMoney: money.value,
    realMoneyBy: money.by,
  };
}
