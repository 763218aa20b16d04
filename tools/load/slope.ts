/** A straight line through points, by ordinary least squares. */
export interface Slope {
  /** Units of y for one unit of x. */
  readonly perUnit: number;
  /** Half the width of the 95% confidence interval, taking the residuals for independent. */
  readonly uncertainty: number;
}

/** For a 95% interval; with the dozens of points that there are, Student's t is near enough to it. */
const NORMAL_95 = 1.96;

/** The slope through the points. Throws when there are fewer than three, or all stand at one x. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): Slope {
  const n = points.length;
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / n;
  const [xMean, yMean] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - xMean) ** 2, 0);
  if (n < 3 || spread === 0)
    throw new Error(`No slope can be distinguished from ${n} points at a spread of ${spread}`);
  const perUnit = points.reduce((sum, { x, y }) => sum + (x - xMean) * (y - yMean), 0) / spread;
  const residuals = points.reduce((sum, { x, y }) => sum + (y - yMean - perUnit * (x - xMean)) ** 2, 0);
  return { perUnit, uncertainty: NORMAL_95 * Math.sqrt(residuals / (n - 2) / spread) };
}
