import { initialOf } from '../../blockKit/choice';
import { isJsonObject, type JsonObject, objectsIn, stringAt } from '../../json';
import { Html, html } from '../html';
import type { Drawing } from './library';
import { labelOf } from './text';

/** Something a menu offers. */
export interface Option {
  readonly value: string;
  readonly label: Html;
  /** A second line, or nothing. */
  readonly description: Html;
  readonly url: string | null;
}

/** Options under a heading; without one where the menu has no groups. */
export interface OptionGroup {
  readonly heading: Html | null;
  readonly options: readonly Option[];
}

/** What this element offers: its own options, or the people or channels of the workspace. */
export function groupsOf(element: JsonObject, drawing: Drawing): OptionGroup[] {
  const type = stringAt(element, 'type') ?? '';
  if (type.includes('users_select')) return [{ heading: null, options: named(drawing.people, '') }];
  if (/conversations_select|channels_select/.test(type))
    return [{ heading: null, options: named(drawing.channels, '#') }];
  const groups = objectsIn(element.option_groups);
  if (groups.length === 0) return [{ heading: null, options: optionsIn(element.options, drawing) }];
  return groups.map((group) => ({
    heading: labelOf(group.label, drawing),
    options: optionsIn(group.options, drawing),
  }));
}

/** The values that are chosen before anybody touched the element. */
export function initialValues(element: JsonObject): string[] {
  const initial = initialOf(element);
  return (Array.isArray(initial) ? initial : [initial])
    .map((one) => (isJsonObject(one) ? one.value : one))
    .filter((one): one is string => typeof one === 'string');
}

function optionsIn(options: unknown, drawing: Drawing): Option[] {
  return objectsIn(options).map((option) => ({
    value: stringAt(option, 'value') ?? '',
    label: labelOf(option.text, drawing),
    description: labelOf(option.description, drawing),
    url: stringAt(option, 'url'),
  }));
}

function named(things: Drawing['people'], mark: string): Option[] {
  return things.map(({ id, name }) => ({
    value: id,
    label: html`${mark}${name}`,
    description: new Html(''),
    url: null,
  }));
}
