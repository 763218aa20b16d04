// @ts-check
import { perform, the } from './actions.js';

/** Sends on what a person does with the buttons and menus of messages and views. */
export function watchUses() {
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const control = target?.closest('[data-control]');
    if (control instanceof HTMLElement) void press(control);
    const reaction = target?.closest('button[data-react]');
    if (reaction instanceof HTMLElement) void react(reaction);
    const button = target?.closest('button[data-use]');
    if (button instanceof HTMLElement) void use(button, button.dataset.choice);
    for (const one of document.querySelectorAll('details.overflow[open]')) {
      if (target === null || !one.contains(target) || button) one.removeAttribute('open');
    }
  });
  document.addEventListener('change', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const used = target?.closest('[data-use]');
    if (!(used instanceof HTMLElement) || (used.closest('[data-field]') && !('dispatch' in used.dataset)))
      return;
    void use(used, choiceOf(used));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const one of document.querySelectorAll('details.overflow[open]')) {
      one.removeAttribute('open');
      one.querySelector('summary')?.focus();
    }
  });
}

/**
 * What an element holds now: a text, a list, or nothing.
 * @param {HTMLElement} used
 */
export function choiceOf(used) {
  if (used.matches('fieldset')) {
    const picked = [...used.querySelectorAll('input:checked')].map((one) => one.getAttribute('value') ?? '');
    return used.dataset.many === 'yes' ? picked : (picked[0] ?? null);
  }
  const { value } = /** @type {HTMLInputElement} */ (used);
  if (value === '') return null;
  return 'localTime' in used.dataset ? { localTime: value } : value;
}

/** @param {HTMLElement} button */
async function react(button) {
  const message = button.closest('[data-ts]');
  if (!(message instanceof HTMLElement)) return;
  const { channel, ts } = message.dataset;
  await perform({ do: 'react', channel, ts, reaction: button.dataset.react });
}

/** @param {HTMLElement} control */
async function press(control) {
  control.setAttribute('aria-busy', 'true');
  await perform({ do: 'press', control: control.dataset.control });
  control.removeAttribute('aria-busy');
}

/**
 * @param {HTMLElement} used
 * @param {unknown} [choice]
 */
async function use(used, choice) {
  const { block, action, value, url, confirm } = used.dataset;
  if (confirm !== undefined && !(await confirmed(JSON.parse(confirm)))) return;
  if (url !== undefined && /^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
  const message = used.closest('[data-ts]');
  const on =
    message instanceof HTMLElement
      ? { channel: message.dataset.channel, ts: message.dataset.ts }
      : { view: used.closest('[data-surface]')?.getAttribute('data-surface') };
  await perform({
    do: 'use',
    on,
    block,
    action,
    ...(value === undefined ? {} : { value }),
    ...(choice === undefined ? {} : { choice }),
  });
}

/**
 * Asks as a confirm dialog does. Its texts come from the server as markup that is safe.
 * @param {{ title: string, text: string, confirm: string, deny: string, style: string }} asked
 * @returns {Promise<boolean>}
 */
function confirmed({ title, text, confirm, deny, style }) {
  const dialog = the('#confirm', HTMLDialogElement);
  the('#confirm h2', HTMLElement).innerHTML = title;
  the('#confirm p', HTMLElement).innerHTML = text;
  the('#confirm [value=deny]', HTMLElement).innerHTML = deny;
  const yes = the('#confirm [value=confirm]', HTMLElement);
  yes.innerHTML = confirm;
  yes.className = style === 'danger' ? 'danger' : 'primary';
  dialog.returnValue = 'deny';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true });
  });
}
