/** The address of a path of this bot's own, as it listens on `host` and `port`: one for all addresses is asked at the loopback. */
export function localUrl(host: string, port: number, path: string): string {
  const loopback = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${loopback.includes(':') ? `[${loopback}]` : loopback}:${port}${path}`;
}
