// @ts-check
import { perform, the } from './actions.js';
import { choiceOf } from './uses.js';

/** Opens or closes the dialog, as there is a view in it or not. */
export function showModal() {
  const dialog = the('#modal', HTMLDialogElement);
  const hasView = dialog.querySelector('form') !== null;
  if (hasView && !dialog.open) dialog.showModal();
  if (!hasView && dialog.open) dialog.close();
}

/** Submits and closes views; the server says when one is gone. */
export function watchModal() {
  const dialog = the('#modal', HTMLDialogElement);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void perform({ do: 'close' });
  });
  dialog.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-close-modal]'))
      void perform({ do: 'close' });
  });
  dialog.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) void submit(event.target);
  });
  showModal();
}

/**
 * A field of an `input` block is told apart by its block, any other by its action.
 * @param {HTMLFormElement} form
 */
async function submit(form) {
  showErrors(form, {});
  const used = [...form.querySelectorAll('[data-use]:not(button)')].filter(
    (one) => one instanceof HTMLElement,
  );
  const choices = used.map((one) => {
    const field = one.closest('[data-field]')?.getAttribute('data-field');
    return [field ?? one.dataset.action ?? '', choiceOf(one)];
  });
  const outcome = await perform({ do: 'submit', choices: Object.fromEntries(choices) });
  showErrors(form, outcome?.errors ?? {});
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} errors by block
 */
function showErrors(form, errors) {
  let first = null;
  for (const field of form.querySelectorAll('[data-field]')) {
    const text = errors[field.getAttribute('data-field') ?? ''] ?? '';
    const shown = field.querySelector('.error');
    const input = field.querySelector('[data-use]');
    if (!(shown instanceof HTMLElement) || !(input instanceof HTMLElement)) continue;
    shown.textContent = text;
    shown.hidden = text === '';
    if (text === '') input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
    if (text !== '') first ??= input;
  }
  first?.focus();
}
