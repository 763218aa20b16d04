import type { Found } from '../../state/fieldReader';
import type { Portfolio, PortfolioField } from '../../state/stateManager';
import type { Figure, PortfolioFigure } from './liveSnapshot';

type StatFigure = Exclude<Figure, PortfolioFigure>;

const PORTFOLIO_FIGURES: Readonly<Record<PortfolioField, PortfolioFigure>> = {
  totalBalance: 'totalBalance',
  availableBalance: 'availableBalance',
  totalPositionValue: 'totalPositionValue',
  utilizationRate: 'utilizationRate',
  at: 'portfolioAt',
};

/** Those of the stats whose key is there and could not be understood, in the order given. */
export const unreadableFigures = (found: Readonly<Record<StatFigure, Found<unknown>>>): StatFigure[] =>
  namesIn(found).filter((name) => found[name].value === null && found[name].problems.length > 0);

/** Those of the portfolio's fields that could not be understood: all of them where its key is of the wrong type. */
export function unreadableOfPortfolio({ value, problems }: Found<Portfolio | null>): PortfolioFigure[] {
  const all = problems.length === 0 ? [] : namesIn(PORTFOLIO_FIGURES);
  return (value?.unreadable ?? all).map((field) => PORTFOLIO_FIGURES[field]);
}

const namesIn = <Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(record) as Name[];
