import type { AlertConfig } from '../../config';
import type { Finding } from '../finding';
import { type HostFacts, proxyOf } from './environmentChecks';
import { reach } from './reach';

/** Where a check can be looked at, which takes no pings. */
const PAGE_OF_A_CHECK = /^https:\/\/healthchecks\.io\/checks\//;

/** Whether the servers of the dead-man service and of the webhooks can be reached. None is asked for anything: a ping would say that all is well. */
export async function checkOutside(
  { deadmanPingUrl, webhooks }: Pick<AlertConfig, 'deadmanPingUrl' | 'webhooks'>,
  facts: HostFacts,
): Promise<Finding[]> {
  const viaProxy = proxyOf(facts)?.isUsed === true;
  const found = await Promise.all([
    checkDeadman(deadmanPingUrl, viaProxy),
    ...webhooks.map(async ({ name, url }): Promise<Finding> => {
      const { hostname: host } = new URL(url);
      if (viaProxy) return { check: 'webhook', level: 'ok', is: 'by_proxy', name, host };
      const code = await reach(new URL(url));
      return code === null
        ? { check: 'webhook', level: 'ok', is: 'reachable', name, host }
        : { check: 'webhook', level: 'error', is: 'unreachable', name, host, code };
    }),
  ]);
  return found.flat();
}

async function checkDeadman(address: string | null, viaProxy: boolean): Promise<Finding[]> {
  if (address === null) return [{ check: 'deadman', level: 'ok', is: 'not_set' }];
  const url = new URL(address);
  const { hostname: host } = url;
  if (PAGE_OF_A_CHECK.test(address)) return [{ check: 'deadman', level: 'error', is: 'page', host }];
  if (viaProxy) return [{ check: 'deadman', level: 'ok', is: 'by_proxy', host }];
  const code = await reach(url);
  return [
    code === null
      ? { check: 'deadman', level: 'ok', is: 'reachable', host }
      : { check: 'deadman', level: 'error', is: 'unreachable', host, code },
  ];
}
