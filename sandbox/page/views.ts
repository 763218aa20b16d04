import { isJsonObject, objectsIn } from '../json';
import type { View } from '../world/model';
import { drawnBlocks } from './blocks/draw';
import type { Drawing } from './blocks/library';
import { labelOf } from './blocks/text';
import { type Html, html } from './html';

/** The modal on top, as a form; what closes it is called "Back" where there is another beneath it. */
export function drawnModal(view: View, drawing: Drawing): Html {
  const { title, submit, close, blocks } = view.body;
  const closing = isJsonObject(close)
    ? labelOf(close, drawing)
    : view.previousViewId === null
      ? 'Close'
      : 'Back';
  return html`<form class="view" data-surface="modal">
    <h2 id="modal-title">${labelOf(title, drawing)}</h2>
    <div class="blocks">${drawnBlocks(objectsIn(blocks), drawing, `modal-${view.id}`)}</div>
    <p class="error" role="alert" data-failure></p>
    <footer>
      <button type="button" class="plain" data-close-modal>${closing}</button>
      ${isJsonObject(submit) && html`<button type="submit" class="primary">${labelOf(submit, drawing)}</button>`}
    </footer>
  </form>`;
}

/** The Home tab, or what stands there when the app never published one. */
export function drawnHome(view: View | null, drawing: Drawing): Html {
  return html`<div class="home" data-surface="home">${
    view === null
      ? html`<p class="empty">arbwatch has published no Home tab.</p>`
      : drawnBlocks(objectsIn(view.body.blocks), drawing, 'home')
  }</div>`;
}
