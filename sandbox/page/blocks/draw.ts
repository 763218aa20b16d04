import { type Interactive, interactiveIn } from '../../blockKit/interactive';
import { type JsonObject, objectsIn } from '../../json';
import { Html, html } from '../html';
import { attributesOf, controlFor, type Placed } from './controls';
import { drawnDataTable } from './dataTable';
import { type Drawing, drawnByLibrary } from './library';
import { labelOf, withHiddenTexts } from './text';

const SWAPPED = /<button type="button" id="swapped-(\d+)"(.*?<\/button>)/gs;

/**
 * Blocks as markup a person can use. Each element has an id that starts with `prefix` and stays the same while the
 * blocks keep their order.
 */
export function drawnBlocks(blocks: readonly JsonObject[], drawing: Drawing, prefix: string): Html {
  return html`${runsOf(blocks).map((run, index) => {
    const at = `${prefix}-${index}`;
    const own = OWN[String(run[0]?.type)];
    return run[0] !== undefined && own !== undefined ? own(run[0], drawing, at) : drawnRun(run, drawing, at);
  })}`;
}

/** What the library does not draw, or draws so that nobody can use it. */
const OWN: Readonly<Record<string, (block: JsonObject, drawing: Drawing, id: string) => Html>> = {
  input: field,
  container,
  data_table: drawnDataTable,
};

/** The blocks cut before and after each that the library does not draw for us. */
function runsOf(blocks: readonly JsonObject[]): JsonObject[][] {
  const isOwn = (block: JsonObject | undefined): boolean => Object.hasOwn(OWN, String(block?.type));
  const runs: JsonObject[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (last === undefined || isOwn(block) || isOwn(last[0])) runs.push([block]);
    else last.push(block);
  }
  return runs;
}

/** The library unfolds it with React in the browser, which there is none of here. */
function container(block: JsonObject, drawing: Drawing, id: string): Html {
  const [richTitle] = objectsIn([block.rich_text_title]);
  const heading = html`<span class="container-title">${
    richTitle === undefined ? labelOf(block.title, drawing) : drawnBlocks([richTitle], drawing, `${id}-title`)
  }</span>${block.subtitle !== undefined && html`<small>${labelOf(block.subtitle, drawing)}</small>`}`;
  const children = drawnBlocks(objectsIn(block.child_blocks), drawing, id);
  if (block.is_collapsible !== true) {
    return html`<div class="container"><div class="container-heading">${heading}</div>${children}</div>`;
  }
  return html`<details class="container"${block.default_collapsed !== true && html` open`}><summary>${heading}</summary>${children}</details>`;
}

function drawnRun(blocks: readonly JsonObject[], drawing: Drawing, prefix: string): Html {
  const placed: Placed[] = [];
  // The library draws a button for every element; those that are none give way to a control of ours.
  const swapped = (block: JsonObject, element: JsonObject): JsonObject => {
    if (!isUsable(block, element)) return element;
    const { text, style } = element.type === 'button' ? element : { text: undefined, style: undefined };
    placed.push({ block, element, id: `${prefix}-${placed.length}` });
    return {
      type: 'button',
      action_id: `swapped-${placed.length - 1}`,
      text: text ?? { type: 'plain_text', text: '-' },
      ...(style === undefined ? {} : { style }),
    };
  };
  const inert = blocks.map((block) => {
    const { block_id, ...rest } = block;
    if (block.type === 'actions') rest.elements = objectsIn(block.elements).map((one) => swapped(block, one));
    const [accessory] = objectsIn([block.accessory]);
    if (block.type === 'section' && accessory !== undefined) rest.accessory = swapped(block, accessory);
    return rest;
  });
  return new Html(
    drawnByLibrary(withHiddenTexts(inert), drawing).replace(SWAPPED, (whole, index: string, rest: string) => {
      const one = placed[Number(index)];
      if (one === undefined) return whole;
      if (one.element.type !== 'button') return controlFor(one, drawing).markup;
      return `<button type="button" ${attributesOf(one, drawing).markup}${rest}`;
    }),
  );
}

function isUsable(block: JsonObject, element: JsonObject): boolean {
  return interactiveIn([block]).some((one) => one.element === element);
}

function field(block: JsonObject, drawing: Drawing, id: string): Html {
  const [used]: (Interactive | undefined)[] = interactiveIn([block]);
  if (used === undefined) return html``;
  return html`<div class="field" data-field="${String(block.block_id)}">
    <label for="${id}">${labelOf(block.label, drawing)}${block.optional === true && html` <small>(optional)</small>`}</label>
    ${controlFor({ ...used, id }, drawing)}
    <p class="hint" id="${id}-hint">${labelOf(block.hint, drawing)}</p>
    <p class="error" id="${id}-error" hidden></p>
  </div>`;
}
