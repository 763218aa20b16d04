import type { Message } from '../../formatters/blockKit/message';
import { shownIn } from '../../sandbox/blockKit/readable';
import { objectsIn } from '../../sandbox/json';

/** Everything that stands on the screen when Slack draws the message's blocks: one text a line, top to bottom. */
export const messageText = ({ blocks }: Pick<Message, 'blocks'>): string =>
  shownIn(objectsIn(blocks)).join('\n');

/** The rows of the message's table as they stand on the screen, cells parted by ` | `; none without a table. */
export function tableText({ blocks }: Pick<Message, 'blocks'>): string[] {
  const table = blocks.find((block) => block.type === 'table');
  if (table?.type !== 'table') return [];
  return table.rows.map((row) => row.map((cell) => shownIn(objectsIn([cell])).join('')).join(' | '));
}
