// @ts-check
import { perform } from './actions.js';
import { scrollToEnd } from './live.js';

/**
 * Lets a person write, and completes the slash commands: arrows choose, Enter or Tab takes, Escape closes.
 * @param {HTMLFormElement} form
 */
export function watchComposer(form) {
  const input = form.querySelector('input');
  const list = form.querySelector('[role=listbox]');
  const hint = form.querySelector('.hint');
  if (!input || !(list instanceof HTMLElement) || !hint) return;
  const options = [...list.querySelectorAll('[role=option]')].filter((one) => one instanceof HTMLElement);
  const rest = hint.textContent;
  let isClosed = false;

  const offered = () => options.filter((one) => !one.hidden);
  const chosen = () => options.find((one) => one.getAttribute('aria-selected') === 'true') ?? null;

  /** @param {HTMLElement | null} option */
  const choose = (option) => {
    for (const one of options) one.setAttribute('aria-selected', String(one === option));
    if (option === null) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', option.id);
    option?.scrollIntoView({ block: 'nearest' });
  };

  const refresh = () => {
    const typed = input.value;
    const isName = /^\/\S*$/.test(typed);
    for (const one of options) one.hidden = !(isName && (one.dataset.command ?? '').startsWith(typed));
    const isOpen = !isClosed && offered().length > 0;
    list.hidden = !isOpen;
    if (options.length > 0) input.setAttribute('aria-expanded', String(isOpen));
    choose(isOpen ? (offered()[0] ?? null) : null);
    const entered = options.find((one) => one.dataset.command === typed.split(' ')[0]);
    hint.textContent = entered?.textContent?.replace(/\s+/g, ' ').trim() ?? rest;
  };

  /** @param {HTMLElement} option */
  const take = (option) => {
    input.value = `${option.dataset.command} `;
    refresh();
    input.focus();
  };

  input.addEventListener('input', () => {
    isClosed = false;
    refresh();
  });
  input.addEventListener('keydown', (event) => {
    const option = list.hidden ? null : chosen();
    if (option === null) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const all = offered();
      choose(all[(all.indexOf(option) + step + all.length) % all.length] ?? null);
    } else if (event.key === 'Escape') {
      isClosed = true;
      refresh();
    } else if (event.key === 'Tab' || (event.key === 'Enter' && option.dataset.command !== input.value)) {
      take(option);
    } else return;
    event.preventDefault();
  });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    if (option instanceof HTMLElement) take(option);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });

  async function send() {
    const text = input?.value ?? '';
    if (!input || text.trim() === '') return;
    input.value = '';
    refresh();
    scrollToEnd();
    const { channel, thread } = form.dataset;
    const outcome = await perform({ do: 'say', channel, thread: thread ?? null, text });
    if (outcome === null && input.value === '') input.value = text;
  }
}
