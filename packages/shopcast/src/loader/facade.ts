/**
 * What is told of a show before it is loaded, by the attributes' names; `play` is the word for what the button does. A start (ISO 8601, or ms since 1970)
 * that is none, or has passed, is not told.
 */
export type FacadeWords = (name: 'poster' | 'label' | 'starts-at' | 'play') => string | number | null | undefined;

export interface Facade {
  /** What goes into the show's shadow root, and out of it again. */
  readonly box: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Adds what is not told yet. */
  tell(words: FacadeWords): void;
}

/**
 * What stands in a show's place until it is loaded, in the space the show will take, drawn from its attributes: poster, badge, title, start, and a button
 * over all of it. It has a shadow root of its own, so that the show's styles, when they come, change nothing in it.
 */
export function drawFacade(show: Element, sheet: CSSStyleSheet): Facade {
  const put = <Name extends keyof HTMLElementTagNameMap>(into: Node, name: Name): HTMLElementTagNameMap[Name] =>
    into.appendChild(document.createElement(name));
  const box = document.createElement('div');
  const root = box.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const button = put(root, 'button');
  if (show.hasAttribute('landscape')) button.className = 'landscape';
  const stage = put(button, 'span');
  const poster = put(stage, 'img');
  poster.alt = '';
  const badge = put(stage, 'b');
  // What may come later stands below: nothing moves.
  const icon = put(stage, 'b');
  const title = put(stage, 'b');
  const start = put(stage, 'b');
  badge.textContent = show.getAttribute('badge');
  icon.role = 'img';
  const tell = (words: FacadeWords): void => {
    icon.ariaLabel = (words('play') as string | null) ?? 'Play';
    if (!poster.src && words('poster')) poster.src = words('poster') as string;
    title.textContent ||= (words('label') as string | null) ?? '';
    const date = new Date(words('starts-at') ?? NaN);
    try {
      if (+date > Date.now())
        start.textContent ||= date.toLocaleString(show.closest<HTMLElement>('[lang]')?.lang, { dateStyle: 'full', timeStyle: 'short' });
    } catch {
      // The language of the page is none: nobody can tell the time in it.
    }
  };
  tell(name => show.getAttribute(name));
  return { box, button, tell };
}
