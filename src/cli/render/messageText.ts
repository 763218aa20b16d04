import type { ContextBlock, DataTableBlock, RichTextBlock, TableBlock, TextObject } from '@slack/types';
import type { Message } from '../../../formatters';
import { chartText } from './chartText';
import { mrkdwnText, type View } from './inlineText';
import { MARK_WIDTH, richTextLines } from './richTextLines';
import { colourOf } from './style';
import { tableText } from './tableText';
import { inTerminalWords } from './terminalWords';
import { wrapped } from './wrap';

/** A message as Slack shows it, with what is folded there and without its buttons, as text for a terminal. */
export function messageText({ blocks }: Pick<Message, 'blocks'>, view: View): string {
  const lines = blocks.flatMap((block) => blockLines(block, view));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function blockLines(block: Message['blocks'][number], view: View): string[] {
  const { columns, paint } = view;
  switch (block.type) {
    case 'header':
      return headingLines(block.text.text, view);
    case 'rich_text': {
      const hasList = block.elements.some(({ type }) => type === 'rich_text_list');
      return [...(hasList ? [''] : []), ...richTextLines(block, view)];
    }
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((part) =>
        part === undefined ? [] : wrapped(objectText(part, view), columns),
      );
    case 'context':
      return ['', ...smallPrint(block, view)];
    case 'divider':
      return [''];
    case 'table':
      return ['', ...rowLines(block, view), ''];
    case 'data_table':
      return ['', ...headingLines(block.caption, view), ...rowLines(block, view), ''];
    case 'data_visualization':
      return ['', ...chartText(block, columns, paint)];
    case 'container': {
      const { title, rich_text_title, child_blocks } = block;
      const heading = rich_text_title
        ? richTextLines(rich_text_title, view)
        : headingLines(title?.text ?? '', view);
      return ['', ...heading, ...child_blocks.flatMap((child) => blockLines(child, view))];
    }
    case 'image':
      return wrapped(block.alt_text, columns);
    case 'actions':
      return block.elements.flatMap((element) =>
        element.type === 'button' && element.url
          ? wrapped(`${element.text.text}: ${element.url}`, columns)
          : [],
      );
    default:
      return [];
  }
}

const smallPrint = ({ elements }: ContextBlock, view: View): string[] =>
  elements
    .flatMap((part) => (part.type === 'image' ? [part.alt_text] : objectText(part, view).split('\n')))
    .flatMap((line) => wrapped(line, view.columns))
    .map((line) => view.paint(line, 'dim'));

function headingLines(text: string, { columns, paint }: View): string[] {
  const colour = colourOf(text);
  return wrapped(inTerminalWords(text), columns, MARK_WIDTH).map((line) =>
    colour === null ? paint(line, 'bold') : paint(line, 'bold', colour),
  );
}

const objectText = (object: TextObject, view: View): string =>
  object.type === 'mrkdwn' ? mrkdwnText(object.text, view) : inTerminalWords(object.text);

const rowLines = ({ rows }: TableBlock | DataTableBlock, view: View): string[] =>
  tableText(
    rows.map((row) => row.map((cell) => cellText(cell, view))),
    view.columns,
    view.paint,
  );

type Cell = { readonly type: string; readonly text?: string; readonly value?: number } | RichTextBlock;

function cellText(cell: Cell, view: View): string {
  if (isRichText(cell)) return richTextLines(cell, { ...view, columns: Number.POSITIVE_INFINITY }).join(' ');
  return cell.text ?? `${cell.value ?? ''}`;
}

const isRichText = (cell: Cell): cell is RichTextBlock => cell.type === 'rich_text';
