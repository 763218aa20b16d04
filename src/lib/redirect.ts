/** Where a redirect leads. Null where that is another host, or gives TLS up: what is sent may be a secret. */
export function sameHostRedirect(from: URL, location: string): URL | null {
  if (!URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  const isSafer = from.protocol === 'http:' && to.protocol === 'https:' && to.hostname === from.hostname;
  return to.origin === from.origin || isSafer ? to : null;
}
