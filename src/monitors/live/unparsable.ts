import type { ReadResult } from '../../state/fieldReader';
import type { Portfolio, PortfolioField } from '../../state/stateManager';
import type { LiveField, PortfolioFigure } from './liveSnapshot';

type StatFigure = Exclude<LiveField, PortfolioFigure>;

const PORTFOLIO_FIGURES: Readonly<Record<PortfolioField, PortfolioFigure>> = {
  totalBalance: 'totalBalance',
  availableBalance: 'availableBalance',
  totalPositionValue: 'totalPositionValue',
  utilizationRate: 'utilizationRate',
  at: 'portfolioAt',
};

/** Those of the stats whose key is there and could not be understood, in the order given. */
export const unparsableFields = (found: Readonly<Record<StatFigure, ReadResult<unknown>>>): StatFigure[] =>
  namesIn(found).filter((name) => found[name].value === null && found[name].problems.length > 0);

/** Those of the portfolio's fields that could not be understood: all of them where its key is of the wrong type. */
export function unparsablePortfolioFields({
  value,
  problems,
}: ReadResult<Portfolio | null>): PortfolioFigure[] {
  const all = problems.length === 0 ? [] : namesIn(PORTFOLIO_FIGURES);
  return (value?.unreadable ?? all).map((field) => PORTFOLIO_FIGURES[field]);
}

const namesIn = <Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(record) as Name[];
