import { mrkdwnIn } from './blockKit/readable';
import { isJsonObject, type JsonObject, stringAt } from './json';
import { type MrkdwnToken, parseMrkdwn } from './mrkdwn';

/**
 * Everything in a message that is more than its letters: in `text`, in the mrkdwn of its blocks, and in its rich
 * text. What came from data must have put none of these there.
 */
export function tokensIn(message: {
  readonly text: string;
  readonly blocks?: readonly object[];
}): MrkdwnToken[] {
  const blocks = (message.blocks ?? []).filter(isJsonObject);
  return [message.text, ...mrkdwnIn(blocks)].flatMap(parseMrkdwn).concat(richTextTokens(blocks));
}

function richTextTokens(value: unknown): MrkdwnToken[] {
  if (Array.isArray(value)) return value.flatMap(richTextTokens);
  if (!isJsonObject(value)) return [];
  const token = leafToken(value);
  return token === null ? Object.values(value).flatMap(richTextTokens) : [token];
}

function leafToken(leaf: JsonObject): MrkdwnToken | null {
  const at = (key: string): string => stringAt(leaf, key) ?? '';
  switch (leaf.type) {
    case 'user':
      return { kind: 'user-mention', id: at('user_id') };
    case 'usergroup':
      return { kind: 'group-mention', id: at('usergroup_id') };
    case 'channel':
      return { kind: 'channel-mention', id: at('channel_id') };
    case 'broadcast':
      return { kind: 'broadcast', range: at('range') };
    case 'link':
      return { kind: 'link', url: at('url'), label: stringAt(leaf, 'text'), automatic: false };
    case 'emoji':
      return { kind: 'emoji', name: at('name') };
    case 'date':
      return {
        kind: 'date',
        epochS: Number(leaf.timestamp),
        format: at('format'),
        fallback: at('fallback'),
        url: stringAt(leaf, 'url'),
      };
    default:
      return null;
  }
}
