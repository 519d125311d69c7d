// Which panes that scroll does the tab key stop at? Only those that overflow now.
const PANES = ":is(.scroll, main.page, .table-wrap, .rep-drawn)[tabindex]";

const sizes = new ResizeObserver((changes) => {
  for (const pane of new Set(changes.map(({ target }) => target.closest<HTMLElement>(PANES)))) if (pane) judge(pane);
});

export function watchTabStops(): void {
  for (const name of ["turbo:load", "turbo:frame-load"]) document.addEventListener(name, watchAll);
}

// A pane keeps its size while what it holds grows, so both are watched.
function watchAll(): void {
  sizes.disconnect();
  for (const pane of document.querySelectorAll<HTMLElement>(PANES)) {
    for (const one of [pane, ...pane.children]) sizes.observe(one);
  }
}

function judge(pane: HTMLElement): void {
  const overflows = pane.scrollHeight > pane.clientHeight + 1 || pane.scrollWidth > pane.clientWidth + 1;
  const stop = overflows ? 0 : -1;
  if (pane.tabIndex !== stop) pane.tabIndex = stop;
}
