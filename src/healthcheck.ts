import { hostname } from 'node:os';
import { loadBotConfig } from './config';
import { readConfigInput } from './config/environment/readFiles';
import { localUrl } from './doctor/localUrl';

const TIMEOUT_MS = 3_000;

/** For a container's health check: exits with 0 where the bot answers on the port that is configured, else with 1. */
async function main(): Promise<number> {
  const { env, file } = readConfigInput(process.env, hostname());
  const { host, port } = loadBotConfig(env, file);
  const response = await fetch(localUrl(host, port, '/healthz'), {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return response.ok ? 0 : 1;
}

void main()
  .catch(() => 1)
  .then((code) => process.exit(code));
