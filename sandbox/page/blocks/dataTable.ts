import { isJsonObject, type JsonObject, objectsIn, stringAt } from '../../json';
import { Html, html } from '../html';
import { type Drawing, drawnByLibrary } from './library';
import { withHiddenTexts } from './text';

/** What Slack shows at a time unless told. */
const PAGE_SIZE = 5;

/** A data table, of which `slack-blocks-to-jsx` draws nothing: its first page, and the other rows folded away. */
export function drawnDataTable(block: JsonObject, drawing: Drawing): Html {
  const [header = [], ...rows] = Array.isArray(block.rows) ? block.rows.map(objectsIn) : [];
  const caption = stringAt(block, 'caption') ?? '';
  const size = typeof block.page_size === 'number' ? block.page_size : PAGE_SIZE;
  const named = typeof block.row_header_column_index === 'number' ? block.row_header_column_index : 0;
  const part = (name: string, shown: readonly JsonObject[][]): Html =>
    html`<div class="rows" tabindex="0" role="group" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${header.map(
      (cell) => html`<th scope="col">${cellText(cell, drawing)}</th>`,
    )}</tr></thead><tbody>${shown.map((row) => html`<tr>${row.map((cell, i) => bodyCell(cell, i === named, drawing))}</tr>`)}</tbody></table></div>`;
  const rest = rows.slice(size);
  return html`<div class="data-table">${part(caption, rows.slice(0, size))}${
    rest.length > 0 &&
    html`<details><summary>${rest.length} more ${rest.length === 1 ? 'row' : 'rows'}</summary>${part(`${caption} (continued)`, rest)}</details>`
  }</div>`;
}

function bodyCell(cell: JsonObject, isName: boolean, drawing: Drawing): Html {
  const text = cellText(cell, drawing);
  if (isName) return html`<th scope="row">${text}</th>`;
  return html`<td${cell.type === 'raw_number' && html` class="number"`}>${text}</td>`;
}

function cellText(cell: unknown, drawing: Drawing): Html {
  if (!isJsonObject(cell)) return html``;
  if (cell.type !== 'rich_text') return html`${stringAt(cell, 'text') ?? ''}`;
  return new Html(drawnByLibrary(withHiddenTexts([cell]), drawing));
}
