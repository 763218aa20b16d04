import type { ConfigFile } from '../file';
import type { Environment } from '../sources';
import { withVariables } from './variables';
import type { WebhookValues } from './webhookSchema';

/** A webhook as it is configured. All but the name, the type and the server are secrets. */
export type WebhookConfig = { readonly name: string } & (
  | { readonly type: 'pagerduty'; readonly url: string; readonly routingKey: string }
  | {
      readonly type: 'ntfy';
      /** The server's address, without the topic. */
      readonly url: string;
      readonly topic: string;
      readonly token: string | null;
    }
  | { readonly type: 'slack'; readonly url: string }
  | { readonly type: 'json'; readonly url: string; readonly secret: string | null }
);

const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

export const webhookConfigs = (values: WebhookValues = {}): readonly WebhookConfig[] =>
  Object.entries(values).map(([name, each]) => webhookConfig(name, each));

function webhookConfig(
  name: string,
  { type, url = PAGERDUTY_URL, routing_key = '', token, secret }: WebhookValues[string],
): WebhookConfig {
  switch (type) {
    case 'pagerduty':
      return { name, type, url, routingKey: routing_key };
    case 'ntfy': {
      const topicAt = url.lastIndexOf('/') + 1;
      return { name, type, url: url.slice(0, topicAt), topic: url.slice(topicAt), token: token ?? null };
    }
    case 'slack':
      return { name, type, url };
    case 'json':
      return { name, type, url, secret: secret ?? null };
  }
}

/** What of the webhooks no log line may hold, whether the file is right or wrong; of an address its path, too. */
export function webhookSecrets({ sections }: ConfigFile, env: Environment): string[] {
  const webhooks = withVariables(sections.webhooks, env);
  if (typeof webhooks !== 'object' || webhooks === null) return [];
  const texts = Object.values(webhooks).flatMap((each) =>
    Object.entries((each ?? {}) as object).flatMap(([key, value]) =>
      typeof value === 'string' && key !== 'type' ? [value] : [],
    ),
  );
  return texts.flatMap((text) => [text, ...pathIn(text)]);
}

/** Shorter ones hold no secret, and are words. */
const SHORTEST_PATH = 8;

function pathIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { href, pathname, search } = new URL(text);
  return [href, `${pathname}${search}`, pathname].filter(({ length }) => length >= SHORTEST_PATH);
}
