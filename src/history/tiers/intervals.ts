/** From `fromMs` up to, and without, `toMs`. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What of `all`, which are ascending and apart, lies within; cut to it. */
export function within<T extends Interval>(all: readonly T[], { fromMs, toMs }: Interval): readonly T[] {
  return all.flatMap((each) => {
    const cut = { ...each, fromMs: Math.max(each.fromMs, fromMs), toMs: Math.min(each.toMs, toMs) };
    return cut.fromMs < cut.toMs ? [cut] : [];
  });
}

/** What of `all` is in none of `others`. Both are ascending and apart. */
export function without<T extends Interval>(all: readonly T[], others: readonly Interval[]): readonly T[] {
  const left: T[] = [];
  let next = 0;
  for (const each of all) {
    let atMs = each.fromMs;
    while (next > 0 && (others[next - 1]?.toMs ?? 0) > atMs) next -= 1;
    for (; next < others.length; next += 1) {
      const other = others[next];
      if (other === undefined || other.fromMs >= each.toMs) break;
      if (other.fromMs > atMs) left.push({ ...each, fromMs: atMs, toMs: other.fromMs });
      atMs = Math.max(atMs, other.toMs);
    }
    if (atMs < each.toMs) left.push({ ...each, fromMs: atMs });
  }
  return left;
}

export const totalMs = (all: readonly Interval[]): number =>
  all.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** Those that touch and are `alike` as one. */
export function joinTouching<T extends Interval>(
  all: readonly T[],
  alike: (a: T, b: T) => boolean,
): readonly T[] {
  const result: T[] = [];
  for (const each of all) {
    const last = result.at(-1);
    if (last !== undefined && last.toMs >= each.fromMs && alike(last, each))
      result[result.length - 1] = { ...last, toMs: Math.max(last.toMs, each.toMs) };
    else result.push(each);
  }
  return result;
}
