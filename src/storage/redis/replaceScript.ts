import type { CopyEntry, StoreCopy } from '../transfer/storeCopy';
import { GENERATION } from './alertScripts';

/**
 * Puts keys in place of all that is kept, in one atomic step. Its first write is one that Redis refuses when its memory is
 * full, so that it does all or nothing; keys are removed by other commands than DEL, for which the bot's user may lack the right.
 * KEYS: the state; a spare one; then each key that is written or removed. ARGV: the version as it was read, or ''; a token;
 * then for each key what becomes of it: `hash`, `stream` or `string` with a count of texts and these, or `gone`.
 */
export const REPLACE_ALL = `
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[1] then return redis.call('HGET', KEYS[1], 'by') == ARGV[2] and 1 or 0 end
redis.call('SET', KEYS[2], '', 'PX', 1)
local at = 3
local function take()
  local text = ARGV[at]
  at = at + 1
  return text
end
for i = 3, #KEYS do
  local key = KEYS[i]
  if not redis.pcall('RENAME', key, KEYS[2]).err then redis.call('SET', KEYS[2], '', 'PX', 1) end
  local kind = take()
  local count = kind == 'gone' and 0 or tonumber(take())
  local last = at + count - 1
  while at <= last do
    local to = math.min(at + 999, last)
    if kind == 'hash' then redis.call('HSET', key, unpack(ARGV, at, to))
    elseif kind == 'stream' then
      for each = at, to do redis.call('XADD', key, '*', 'entry', ARGV[each]) end
    else redis.call('SET', key, unpack(ARGV, at, to)) end
    at = to + 1
  end
end
return 1
`;

export interface Replacement {
  readonly entries: readonly CopyEntry[];
  /** What is there now. */
  readonly before: StoreCopy;
  readonly keyOf: (name: string) => string;
  /** Of the state that is there; empty for none. */
  readonly version: string;
  readonly token: string;
  readonly now: Date;
}

/** What becomes of a key. */
interface Content {
  kind: 'hash' | 'stream' | 'string' | 'gone';
  readonly texts: string[];
}

/** KEYS and ARGV of the script. */
export function replaceArgs(replacement: Replacement): [keys: string[], args: string[]] {
  const { keyOf, version, token } = replacement;
  const contents = contentsOf(replacement);
  const keys = [keyOf('alerts:state'), keyOf('import'), ...[...contents.keys()].map(keyOf)];
  const args = [...contents.values()].flatMap(({ kind, texts }) =>
    kind === 'gone' ? [kind] : [kind, `${texts.length}`, ...texts],
  );
  return [keys, [version, token, ...args]];
}

/**
 * By key. What waits to be sent counts as claimed once by somebody unknown: whether it was sent since the copy was made is looked
 * up in Slack before it is sent.
 */
function contentsOf({ entries, before, version, token, now }: Replacement): Map<string, Content> {
  const contents = new Map<string, Content>();
  const put = (key: string, kind: Content['kind'], ...texts: string[]): void => {
    const content = contents.get(key) ?? { kind, texts: [] };
    contents.set(key, content);
    content.kind = kind;
    content.texts.push(...texts);
  };
  for (const { key } of before.entries) put(key, 'gone');
  put('alerts:changes', 'gone');
  put('alerts:state', 'hash', 'version', `${Number(version) + 1}`, 'by', token, 'generations', '1');
  for (const key of ['alerts:outbox', 'alerts:retries', 'alerts:leases', 'alerts:messages'])
    put(key, 'hash', GENERATION, token);
  for (const entry of entries) {
    const { key, text } = entry;
    if (entry.kind === 'entry') put(key, 'stream', text);
    else if (entry.kind === 'string') putString(entry);
    else {
      put(key, 'hash', entry.field, text);
      if (key === 'alerts:outbox') put('alerts:leases', 'hash', entry.field, '0 ?');
    }
  }
  function putString({ key, text, expiresAt }: Extract<CopyEntry, { kind: 'string' }>): void {
    const ms = expiresAt && expiresAt.getTime() - now.getTime();
    if (ms === null) put(key, 'string', text);
    else if (ms > 0) put(key, 'string', text, 'PX', `${ms}`);
  }
  return contents;
}
