/* global document, window, getComputedStyle, HTMLElement */
/**
 * What runs inside pages: each function is sent there as text and knows nothing but its arguments, and what `install` put there. Everything looks
 * through shadow roots, as eyes do.
 */

/** Puts the helpers into a page: `window.e2e`. Harmless to call again. */
export function install() {
  // Between two pages Firefox runs what is sent to it over the old document, and leaves what it made in the window of the new one: there it may not
  // look at anything.
  if (window.e2e?.document === document) return;
  const inside = function* (root) {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* inside(element.shadowRoot);
    }
  };
  // What has no box of its own is as visible as what stands in it.
  const isBoxless = element => getComputedStyle(element).display === 'contents';
  const textOf = node => {
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 && node.nodeType !== 11) return '';
    if (node.nodeType === 1 && (['STYLE', 'SCRIPT'].includes(node.tagName) || !(node.checkVisibility?.() || isBoxless(node)))) return '';
    const children = node.shadowRoot
      ? [node.shadowRoot]
      : node.tagName === 'SLOT' && node.assignedNodes().length > 0
        ? node.assignedNodes()
        : [...node.childNodes];
    return `${children.map(textOf).join('')} `;
  };
  const nameOf = element => element.getAttribute('aria-label') ?? textOf(element).replace(/\s+/g, ' ').trim();
  const isSeen = element => {
    if (isBoxless(element)) return true;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ checkVisibilityCSS: true });
  };
  const find = ({ selector, words, within }) => {
    const roots = within ? [...inside(document)].filter(element => element.matches(within) && isSeen(element)) : [document];
    const pattern = words && new RegExp(words.source, words.flags);
    for (const root of roots) {
      const parts = [...(root.shadowRoot ? inside(root.shadowRoot) : []), ...inside(root)];
      for (const element of parts) {
        if (element.matches(selector) && isSeen(element) && (!pattern || pattern.test(nameOf(element)))) return element;
      }
    }
    return undefined;
  };
  const focused = () => {
    let { activeElement } = document;
    while (activeElement?.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot);
    return activeElement;
  };
  window.e2e = { document, find, nameOf, textOf, focused, inside };
  if (PerformanceObserver.supportedEntryTypes?.includes('layout-shift')) {
    window.e2e.shifts = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries())
        if (!entry.hadRecentInput)
          window.e2e.shifts.push({
            value: entry.value,
            of: entry.sources.map(({ node, previousRect: a, currentRect: b }) => {
              const name = node instanceof HTMLElement ? `${node.localName}.${node.className}` : 'something in a shadow root';
              return `${name} from ${a.x},${a.y} ${a.width}x${a.height} to ${b.x},${b.y} ${b.width}x${b.height}`;
            }),
          });
    }).observe({ type: 'layout-shift', buffered: true });
  }
}

/** Where something is, scrolled into view; undefined while it is not there, not seen, or still moving. */
export async function place(what) {
  const element = window.e2e.find(what);
  if (!element || element.disabled) return undefined;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const before = element.getBoundingClientRect();
  await new Promise(resolve => window.requestAnimationFrame(() => window.requestAnimationFrame(resolve)));
  const { x, y, width, height } = element.getBoundingClientRect();
  if (x !== before.x || y !== before.y) return undefined;
  // The middle of what can be seen of it, so that a bar over its edge does not take the tap.
  const [top, bottom] = [Math.max(0, y), Math.min(window.innerHeight, y + height)];
  return bottom > top ? { x: x + width / 2, y: (top + bottom) / 2, name: window.e2e.nameOf(element) } : undefined;
}

/** What something says; undefined while it is not there. */
export const words = what => {
  const element = window.e2e.find(what);
  return element && window.e2e.nameOf(element);
};

/** What has the focus: its tag and its name. */
export const focusedName = () => {
  const element = window.e2e.focused();
  return element ? `${element.localName} ${window.e2e.nameOf(element) || element.labels?.[0]?.textContent?.trim() || ''}`.trim() : '';
};

/** How it stands with the video of the page's show. */
export function video() {
  const player = document.querySelector('shopcast-show')?.shadowRoot?.querySelector('shopcast-player');
  if (!player?.playback) return { state: 'none' };
  const { state, playhead, latency, silent, paused, currentTime } = player;
  return { state, playhead, latency, silent, paused, currentTime };
}

/**
 * Watches the picture for some seconds: with every frame, its number as it is burnt in and the titles of the cards that are up. Resolves with the
 * frames in order.
 */
export async function watchFrames({ seconds, markPlaces }) {
  const show = document.querySelector('shopcast-show').shadowRoot;
  const player = show.querySelector('shopcast-player').shadowRoot.querySelector('video');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // Only the strip with the marks is drawn: the whole picture would cost frames.
  const strip = { y: markPlaces[0].y - 0.006, height: 0.012 };
  const seen = [];
  const ends = window.performance.now() + seconds * 1000;
  const cards = () => {
    const card = show.querySelector('shopcast-product-card');
    return card?.shadowRoot ? window.e2e.textOf(card.shadowRoot).replace(/\s+/g, ' ') : '';
  };
  await new Promise(resolve => {
    const onFrame = (_now, { presentedFrames }) => {
      const { videoWidth: width, videoHeight: height } = player;
      canvas.width = width;
      canvas.height = Math.max(4, Math.round(height * strip.height));
      context.drawImage(player, 0, height * strip.y, width, height * strip.height, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const row = Math.floor(canvas.height / 2) * canvas.width;
      const light = markPlaces.map(({ x }) => {
        const at = 4 * (row + Math.round(x * canvas.width));
        return (data[at] + data[at + 1] + data[at + 2]) / 3;
      });
      seen.push({ light, cards: cards(), date: show.querySelector('shopcast-player').playhead, presentedFrames });
      if (window.performance.now() > ends) resolve();
      else player.requestVideoFrameCallback(onFrame);
    };
    player.requestVideoFrameCallback(onFrame);
  });
  return seen;
}

/** How much the page has moved by itself, and what moved. */
export const shifts = () => window.e2e.shifts ?? [];

/** Whether the page's colours can be told apart is for eyes; this is whether anything sticks out of it sideways. */
export const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

/** Computed style of the part of a page. */
export const styleOf = ({ what, property }) => {
  const element = window.e2e.find(what);
  return element && getComputedStyle(element).getPropertyValue(property);
};
