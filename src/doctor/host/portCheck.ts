import { createServer } from 'node:http';
import type { BotConfig } from '../../config';
import type { Finding } from '../finding';
import { localUrl } from '../localUrl';

interface Place {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
}

const TIMEOUT_MS = 3_000;

/** Whether the port, and that of the metrics, can be opened. What a running arbwatch has open is not taken by somebody else. */
export async function checkPorts({
  host,
  port,
  metrics,
}: Pick<BotConfig, 'host' | 'port' | 'metrics'>): Promise<Finding[]> {
  const own: Place = { host, port, setting: 'PORT' };
  const ofMetrics = metrics.listen === null ? [] : [{ ...metrics.listen, setting: 'METRICS_PORT' }];
  const places = [own, ...ofMetrics].filter((each) => each.port !== 0);
  const codes = await Promise.all(places.map(tryToOpen));
  const runs = codes.includes('EADDRINUSE') && (await isArbwatch(own));
  return places.map((place, i): Finding => {
    const code = codes[i] ?? null;
    if (code === null) return { check: 'port', level: 'ok', is: 'free', port: place.port };
    return runs && code === 'EADDRINUSE'
      ? { check: 'port', level: 'ok', is: 'own_bot', port: place.port }
      : { check: 'port', level: 'error', is: 'taken', ...place, code };
  });
}

/** Null where it can be opened, else the error's code. */
const tryToOpen = ({ host, port }: Place): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });

/** By the body of its `/healthz`. */
const isArbwatch = ({ host, port }: Place): Promise<boolean> =>
  fetch(localUrl(host, port, '/healthz'), { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(async (response) => (await response.text()).includes('"alive":true'))
    .catch(() => false);
