import type { RichTextBlock, RichTextElement, RichTextList } from '@slack/types';
import { richElementText, type View } from './inlineText';
import { colourOf } from './style';
import { wrapped } from './wrap';

/** A mark and the space behind it. */
export const MARK_WIDTH = 3;
const QUOTE = '│ ';

/** The lines of a rich text, wrapped. */
export function richTextLines({ elements }: RichTextBlock, view: View): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case 'rich_text_section':
      case 'rich_text_preformatted':
        return sectionLines(element.elements, view);
      case 'rich_text_quote':
        return sectionLines(element.elements, narrower(view, QUOTE.length)).map((line) => `${QUOTE}${line}`);
      case 'rich_text_list':
        return listLines(element, view);
      default:
        return [];
    }
  });
}

const narrower = (view: View, by: number): View => ({ ...view, columns: view.columns - by });

function sectionLines(elements: readonly RichTextElement[], view: View): string[] {
  return lineParts(elements).flatMap((line) =>
    wrapped(
      line.map((part) => richElementText(part, inColourOf(line, view))).join(''),
      view.columns,
      MARK_WIDTH,
    ),
  );
}

/** What is bold in a line has the colour of the mark that the line begins with. */
function inColourOf([first]: readonly RichTextElement[], view: View): View {
  const colour = first?.type === 'text' ? colourOf(first.text) : null;
  if (colour === null) return view;
  return {
    ...view,
    paint: (text, ...formats) => view.paint(text, ...formats, ...(formats.includes('bold') ? [colour] : [])),
  };
}

/** The lines of a section, each as its elements. */
function lineParts(elements: readonly RichTextElement[]): RichTextElement[][] {
  const lines: RichTextElement[][] = [[]];
  for (const element of elements) {
    if (element.type !== 'text') {
      lines.at(-1)?.push(element);
      continue;
    }
    for (const [i, text] of element.text.split('\n').entries()) {
      if (i > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...element, text });
    }
  }
  return lines;
}

function listLines({ elements, style, indent = 0 }: RichTextList, view: View): string[] {
  return elements.flatMap((element, i) => {
    const bullet = `${'  '.repeat(indent)}${style === 'ordered' ? `${i + 1}.` : '•'} `;
    const own = narrower(view, bullet.length);
    const [first = '', ...rest] =
      element.type === 'rich_text_section' ? sectionLines(element.elements, own) : [];
    return [`${bullet}${first}`, ...rest.map((line) => `${' '.repeat(bullet.length)}${line}`)];
  });
}
