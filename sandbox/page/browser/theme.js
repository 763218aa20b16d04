// @ts-check
// The blocks' stylesheet knows dark by an attribute; the page follows the system, and nothing else.
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function follow() {
  document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light';
}

dark.addEventListener('change', follow);
follow();
