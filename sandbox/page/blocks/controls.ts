import { DateTime } from 'luxon';
import { initialOf } from '../../blockKit/choice';
import type { Interactive } from '../../blockKit/interactive';
import { isJsonObject, type JsonObject, stringAt } from '../../json';
import { Html, html } from '../html';
import type { Drawing } from './library';
import { groupsOf, initialValues, type Option } from './options';
import { labelOf } from './text';

/** An element that is to be drawn, and the id it has on the page. */
export interface Placed extends Interactive {
  readonly id: string;
}

/**
 * The element as a form control. `slack-blocks-to-jsx` draws pictures of menus and fields that come to life only with
 * React in the browser, and then tell nobody what was chosen; so these alone are the page's own.
 */
export function controlFor(placed: Placed, drawing: Drawing): Html {
  const type = stringAt(placed.element, 'type') ?? '';
  if (type === 'overflow') return overflow(placed, drawing);
  if (type === 'radio_buttons') return choices(placed, 'radio', drawing);
  if (type === 'checkboxes' || type.startsWith('multi_')) return choices(placed, 'checkbox', drawing);
  if (type.endsWith('select')) return select(placed, drawing);
  if (type === 'plain_text_input' && placed.element.multiline === true) {
    return html`<textarea rows="4" ${common(placed, drawing)}>${initialText(placed)}</textarea>`;
  }
  return html`<input value="${initialText(placed, drawing)}" ${formOf(placed.element)} ${common(placed, drawing)}>`;
}

/** What the browser needs to know of the element to send its use on. */
export function attributesOf({ block, element, id }: Placed, drawing: Drawing): Html {
  const url = stringAt(element, 'url');
  return html`id="${id}" data-use data-block="${String(block.block_id)}" data-action="${String(element.action_id)}"${
    typeof element.value === 'string' && html` data-value="${element.value}"`
  }${url !== null && html` data-url="${url}"`}${
    isJsonObject(element.confirm) &&
    html` data-confirm="${JSON.stringify(confirmOf(element.confirm, drawing))}"`
  }`;
}

function confirmOf(confirm: JsonObject, drawing: Drawing): Record<string, string> {
  return {
    title: labelOf(confirm.title, drawing).markup,
    text: labelOf(confirm.text, drawing).markup,
    confirm: labelOf(confirm.confirm, drawing).markup,
    deny: labelOf(confirm.deny, drawing).markup,
    style: stringAt(confirm, 'style') ?? 'primary',
  };
}

/** The attributes every single field has. Within an `input` block its label names it, and the placeholder is no name. */
function common(placed: Placed, drawing: Drawing): Html {
  const { block, element } = placed;
  const placeholder = labelOf(element.placeholder, drawing);
  const isField = block.type === 'input';
  const kind = (stringAt(element, 'type') ?? '').replace(/_select|picker|_/g, ' ').trim();
  const required = isField && block.optional !== true;
  return html`${attributesOf(placed, drawing)} name="${nameOf(placed)}"${
    !isField && html` aria-label="${placeholder.markup === '' ? kind : placeholder}"`
  }${required && html` required`}${
    placeholder.markup !== '' && html` placeholder="${placeholder}"`
  }${block.dispatch_action === true && html` data-dispatch`}${
    isField && html` aria-describedby="${placed.id}-hint ${placed.id}-error"`
  }`;
}

function nameOf({ block, element }: Interactive): string {
  return `${block.block_id}/${element.action_id}`;
}

const FORMS: Readonly<Record<string, string>> = {
  number_input: 'type="number"',
  datepicker: 'type="date"',
  timepicker: 'type="time"',
  datetimepicker: 'type="datetime-local" data-local-time',
};

function formOf(element: JsonObject): Html {
  const bounds = (['min_length', 'max_length'] as const).map((key) => {
    const limit = element[key];
    return typeof limit === 'number' && html` ${key.replace('_', '')}="${limit}"`;
  });
  const range = (['min', 'max'] as const).map((key) => {
    const limit = stringAt(element, `${key}_value`);
    return limit !== null && html` ${key}="${limit}"`;
  });
  const step = element.type === 'number_input' && element.is_decimal_allowed === true && html` step="any"`;
  return html`${new Html(FORMS[stringAt(element, 'type') ?? ''] ?? 'type="text"')}${bounds}${range}${step}`;
}

function initialText({ element }: Interactive, drawing?: Drawing): string {
  const initial = initialOf(element);
  if (element.type !== 'datetimepicker' || typeof initial !== 'number') return String(initial ?? '');
  const zone = drawing?.reader.timeZone ?? 'UTC';
  return DateTime.fromSeconds(initial, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

function select(placed: Placed, drawing: Drawing): Html {
  const chosen = initialValues(placed.element);
  const placeholder = labelOf(placed.element.placeholder, drawing);
  const optionHtml = (one: Option) =>
    html`<option value="${one.value}"${chosen.includes(one.value) && html` selected`}>${one.label}</option>`;
  return html`<select ${common(placed, drawing)}>
    <option value="">${placeholder.markup === '' ? 'Choose an option' : placeholder}</option>
    ${groupsOf(placed.element, drawing).map(({ heading, options }) =>
      heading === null
        ? options.map(optionHtml)
        : html`<optgroup label="${heading}">${options.map(optionHtml)}</optgroup>`,
    )}
  </select>`;
}

function choices(placed: Placed, type: 'radio' | 'checkbox', drawing: Drawing): Html {
  const chosen = initialValues(placed.element);
  const label = placed.block.type === 'input' ? labelOf(placed.block.label, drawing) : 'Options';
  const isRequired = type === 'radio' && placed.block.type === 'input' && placed.block.optional !== true;
  const options = groupsOf(placed.element, drawing).flatMap((group) => group.options);
  return html`<fieldset class="choices" ${attributesOf(placed, drawing)} data-many="${type === 'checkbox' ? 'yes' : 'no'}"${
    placed.block.dispatch_action === true && html` data-dispatch`
  }><legend class="unseen">${label}</legend>
    ${options.map(
      (one) =>
        html`<label><input type="${type}" name="${nameOf(placed)}" value="${one.value}"${
          chosen.includes(one.value) && html` checked`
        }${isRequired && html` required`}> <span>${one.label}${
          one.description.markup !== '' && html`<small>${one.description}</small>`
        }</span></label>`,
    )}</fieldset>`;
}

function overflow(placed: Placed, drawing: Drawing): Html {
  const options = groupsOf(placed.element, drawing).flatMap((group) => group.options);
  return html`<details class="overflow"><summary aria-label="More options">⋯</summary><ul>${options.map(
    (one, index) =>
      html`<li><button type="button" ${attributesOf({ ...placed, id: `${placed.id}-${index}` }, drawing)} data-choice="${one.value}"${
        one.url !== null && html` data-url="${one.url}"`
      }>${one.label}</button></li>`,
  )}</ul></details>`;
}
