// @ts-check
import { the } from './actions.js';
import { showModal } from './modal.js';

/**
 * @typedef {{ key: string, version?: string, markup?: string }} Piece
 */

const NEAR_END_PX = 80;
const RETRY_MS = 2000;

/** Follows the server's events, and starts anew where the browser would give up. */
export function follow() {
  const source = new EventSource(`/live${location.search}`);
  const connection = the('#connection', HTMLElement);
  source.onopen = () => {
    connection.textContent = '';
  };
  source.onmessage = (event) => {
    for (const [region, pieces] of Object.entries(JSON.parse(event.data))) show(region, pieces);
  };
  source.onerror = () => {
    connection.textContent = 'The sandbox does not answer; trying again…';
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    setTimeout(follow, RETRY_MS);
  };
}

/** Shows the newest messages. */
export function scrollToEnd() {
  for (const scroller of document.querySelectorAll('[data-region="stream"], [data-region="thread"]')) {
    scroller.scrollTop = scroller.scrollHeight;
  }
}

/**
 * Makes a region hold exactly these pieces, touching none that stays as it is.
 * @param {string} region
 * @param {Piece[]} pieces
 */
function show(region, pieces) {
  const holder = document.querySelector(`[data-region="${region}"]`);
  if (!(holder instanceof HTMLElement)) return;
  const isAtEnd = holder.scrollHeight - holder.scrollTop - holder.clientHeight < NEAR_END_PX;
  const old = new Map([...holder.children].map((one) => [one.getAttribute('data-key'), one]));
  const added = [];
  /** @type {Element | null} */
  let previous = null;
  for (const piece of pieces) {
    const known = old.get(piece.key) ?? null;
    old.delete(piece.key);
    const current = currentOf(piece, known);
    if (current === null) continue;
    if (known === null) added.push(current);
    else if (known !== current) replace(known, current);
    /** @type {Element | null} */
    const place = previous === null ? holder.firstElementChild : previous.nextElementSibling;
    if (place !== current) holder.insertBefore(current, place);
    previous = current;
  }
  for (const gone of old.values()) gone.remove();
  if (isAtEnd && (region === 'stream' || region === 'thread')) holder.scrollTop = holder.scrollHeight;
  announce(added);
  if (region === 'modal') showModal();
}

/**
 * The element for a piece: the one there is, when it is of the same version.
 * @param {Piece} piece
 * @param {Element | null} known
 */
function currentOf({ version, markup }, known) {
  if (markup === undefined || known?.getAttribute('data-version') === version) return known;
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content.firstElementChild;
}

/**
 * Puts the new element in the old one's place; what was typed, what is unfolded and where the focus is stay.
 * @param {Element} old
 * @param {Element} current
 */
function replace(old, current) {
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const opened = [...old.querySelectorAll('details')].map((one) => one.open);
  for (const [index, one] of current.querySelectorAll('details').entries())
    one.open = opened[index] ?? one.open;
  for (const input of current.querySelectorAll('input, textarea, select')) keepInput(old, input);
  old.replaceWith(current);
  if (focused) document.getElementById(focused)?.focus();
}

/**
 * @param {Element} old
 * @param {Element} input
 */
function keepInput(old, input) {
  const name = input.getAttribute('name');
  if (!name) return;
  const before = [...old.querySelectorAll('input, textarea, select')].find(
    (one) =>
      one.getAttribute('name') === name &&
      (!isBox(input) || one.getAttribute('value') === input.getAttribute('value')),
  );
  if (isBox(before) && isBox(input)) input.checked = before.checked;
  else if (hasValue(before) && hasValue(input)) input.value = before.value;
}

/**
 * @param {Element | undefined} one
 * @returns {one is HTMLInputElement}
 */
function isBox(one) {
  return one instanceof HTMLInputElement && ['checkbox', 'radio'].includes(one.type);
}

/**
 * @param {Element | undefined} one
 * @returns {one is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement}
 */
function hasValue(one) {
  return (
    one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement
  );
}

/**
 * Has a screen reader speak the messages that came.
 * @param {Element[]} added
 */
function announce(added) {
  const spoken = added
    .map((one) => one.querySelector('[data-spoken]')?.getAttribute('data-spoken') ?? '')
    .filter((one) => one !== '');
  if (spoken.length > 0) the('#announcer', HTMLElement).textContent = spoken.join('\n');
}
