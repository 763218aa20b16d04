import { matchesWildcard } from '../../src/lib/wildcard';

/** The unit of money of some targets. */
export interface TargetCurrency {
  /** A pattern of target ids, see matchesWildcard. */
  readonly targets: string;
  readonly currency: string;
}

/** The units of money, as configured: the traders report none. */
export interface Currencies {
  /** Of targets that no pattern matches; null where it is not known. */
  readonly currency: string | null;
  /** The first that matches counts; none unless given. */
  readonly currencies?: readonly TargetCurrency[];
}

/** The unit of a target's money, by its id; null where none is configured. */
export const currencyOf = ({ currency, currencies = [] }: Currencies, target: string): string | null =>
  currencies.find(({ targets }) => matchesWildcard(targets, target))?.currency ?? currency;
