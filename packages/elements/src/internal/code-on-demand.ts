/** By tag: how to get the code of elements that nobody has needed yet. */
const ways = new Map<string, () => Promise<unknown>>();

/** Says where the code of some elements is. It is fetched when one of them is seen in the document, and when somebody asks for it. */
export function offerOnDemand(elements: Readonly<Record<string, () => Promise<unknown>>>): void {
  for (const [tag, load] of Object.entries(elements)) if (!customElements.get(tag)) ways.set(tag, load);
  look(document);
  const observer = new MutationObserver(changes => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) look(node);
    if (ways.size === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Fetches the code of an element, if it was offered and nobody has brought it. Code that does not come is asked for again the next time. */
export function bring(tag: string): void {
  const load = ways.get(tag);
  if (!load) return;
  ways.delete(tag);
  if (!customElements.get(tag)) load().catch(() => ways.set(tag, load));
}

function look(place: Document | Element): void {
  for (const tag of [...ways.keys()]) if ((place instanceof Element && place.localName === tag) || place.querySelector(tag)) bring(tag);
}
