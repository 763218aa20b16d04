import { createServer } from 'node:http';
import type { Finding } from '../finding';
import { localUrl } from '../localUrl';

const TIMEOUT_MS = 3_000;

/** Whether the port can be opened. One that a running arbwatch listens on is not taken by somebody else. */
export async function checkPort(
  { host, port }: { readonly host: string; readonly port: number },
  setting: 'PORT' | 'METRICS_PORT' = 'PORT',
): Promise<Finding[]> {
  if (port === 0) return [];
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return [{ check: 'port', level: 'ok', is: 'free', port }];
  const isOwn =
    code === 'EADDRINUSE' &&
    (await fetch(localUrl(host, port, '/healthz'), { signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then(async (response) => (await response.text()).trim() === '{"alive":true}')
      .catch(() => false));
  return [
    isOwn
      ? { check: 'port', level: 'ok', is: 'own_bot', port }
      : { check: 'port', level: 'error', is: 'taken', host, port, code, setting },
  ];
}
