const SHORTEST = 4;

/** Of each id the shortest beginning, of four characters at least, that no other id begins with: what can be typed for it. */
export function shortSessionIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].sort();
  return new Map(
    sorted.map((id, i) => {
      const shared = Math.max(sharedStart(id, sorted[i - 1]), sharedStart(id, sorted[i + 1]));
      const characters = [...id];
      let short = '';
      for (const character of characters) {
        if (short.length > shared && short.length >= SHORTEST) break;
        short += character;
      }
      return [id, short];
    }),
  );
}

/** How many characters (UTF-16) they begin with in common. */
function sharedStart(a: string, b: string | undefined): number {
  if (b === undefined) return -1;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
