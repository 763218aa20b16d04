import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Message } from '../../../formatters/blockKit/message';
import type { Finding } from '../finding';

const refusal = z.object({
  error: z.literal('invalid_blocks'),
  errors: z.array(z.object({ pointer: z.string().catch(''), message: z.string().catch('') })).catch([]),
});

/** Whether this workspace takes each kind of block of which the bot's messages are made; nothing where Slack does not validate. */
export async function checkBlocks(client: WebClient, { blocks }: Message): Promise<Finding[]> {
  try {
    await client.blocks.validate({ blocks: [...blocks] });
    return [{ check: 'blocks', level: 'ok', is: 'accepted' }];
  } catch (error) {
    const { success, data } = refusal.safeParse(error instanceof WebAPIPlatformError ? error.data : null);
    if (!success) return [];
    const [first = { pointer: '', message: '' }] = data.errors;
    const block = blocks[Number(/^\/(\d+)/.exec(first.pointer)?.[1])]?.type ?? 'unknown';
    return [{ check: 'blocks', level: 'warning', is: 'rejected', block, reason: first.message }];
  }
}
