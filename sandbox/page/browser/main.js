// @ts-check
import { perform, the } from './actions.js';
import { watchComposer } from './composer.js';
import { follow, scrollToEnd } from './live.js';
import { watchModal } from './modal.js';
import { watchUses } from './uses.js';

const menu = the('#menu-button', HTMLButtonElement);
menu.addEventListener('click', () => {
  const isOpen = document.body.classList.toggle('menu-open');
  menu.setAttribute('aria-expanded', String(isOpen));
});
document.addEventListener('keydown', (event) => {
  const closing = document.querySelector('#close-thread');
  const isBusy = document.querySelector('dialog[open], details[open], [role=listbox]:not([hidden])') !== null;
  if (event.key !== 'Escape' || event.defaultPrevented || isBusy) return;
  if (document.body.classList.contains('menu-open')) menu.click();
  else if (closing instanceof HTMLAnchorElement) closing.click();
});

for (const form of document.querySelectorAll('form.composer')) {
  if (form instanceof HTMLFormElement) watchComposer(form);
}
watchUses();
watchModal();
follow();
scrollToEnd();
if (document.querySelector('[data-region="home"]')) void perform({ do: 'open-home' });
// On a phone the keyboard would cover what one came to read.
if (window.matchMedia('(pointer: fine)').matches) {
  const field = document.querySelector('#reply') ?? document.querySelector('#composer');
  if (field instanceof HTMLElement) field.focus();
}
