/** Fetches what a show will need before anybody has asked for it. A chunk of its own, so that the loader need not know the names of all chunks. */
import type { ShowManifest } from '@shopcast/session';
import type { Facade } from './facade.js';

/**
 * The files of every part that is loaded on demand, each with what it stands on, as names in the folder of this file: `app`, `adapters/vendure`,
 * `transports/sse`, `messages/de`, `player/hls`. Put in by the build.
 */
declare const __SHOPCAST_PARTS__: Readonly<Record<string, readonly string[]>>;
/** The word "play" in every language. Put in by the build. */
declare const __SHOPCAST_WORDS__: Readonly<Record<string, string>>;
const playWords = __SHOPCAST_WORDS__;

/** What the manifest of a show says. */
const manifests = new WeakMap<Element, Promise<Partial<ShowManifest>>>();

function add(rel: string, href: string): void {
  const link = Object.assign(document.createElement('link'), { rel, href, crossOrigin: 'anonymous' });
  if (![...document.head.querySelectorAll<HTMLLinkElement>(`link[rel=${rel}]`)].some(other => other.href === link.href))
    document.head.append(link);
}

function fetchPart(part: string): void {
  for (const file of __SHOPCAST_PARTS__[part] ?? []) add('modulepreload', new URL(file, import.meta.url).href);
}

/** What a cart needs, and the shop it is in. */
function fetchShop(name: string | null | undefined): void {
  if (name) ['session/shop-parts', `adapters/${name}`].forEach(fetchPart);
}

/** Opens the connection to another origin. */
function connect(address: string | null | undefined): void {
  if (!address || !URL.canParse(address, document.baseURI)) return;
  const { origin } = new URL(address, document.baseURI);
  if (origin !== location.origin) add('preconnect', origin);
}

/** The one of some languages that serves a page in this language: `de` for de-AT. */
function nearest(names: readonly string[], language: string): string | undefined {
  return (
    names.find(name => name.toLowerCase() === language.toLowerCase()) ?? names.find(name => name.split('-')[0] === language.split('-')[0])
  );
}

async function readManifest(address: string): Promise<Partial<ShowManifest>> {
  // The show asks in the same words, so that the answer serves both where it may be kept.
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  const manifest: unknown = answer.ok ? await answer.json() : undefined;
  return typeof manifest === 'object' && manifest !== null ? manifest : {};
}

/**
 * Fetches the code a show will run, and fills its facade from its manifest.
 * @param soon it is about to be loaded: the video engine too, and connections to the shop and the stream
 */
export function warm(show: Element, facade: Facade, soon: boolean): void {
  ['app', 'session/parsers', 'show/cart-acts', 'player/player'].forEach(fetchPart);
  if (show.hasAttribute('consent')) fetchPart('show/resume');
  fetchShop(show.getAttribute('shop'));
  const language = nearest(Object.keys(playWords), show.closest<HTMLElement>('[lang]')?.lang ?? 'en') ?? 'en';
  fetchPart(`messages/${language}`);
  const play = playWords[language];
  facade.tell(name => (name === 'play' ? play : undefined));
  if (soon) {
    ['player/engine', 'player/hls'].forEach(fetchPart);
    connect(show.getAttribute('shop-url'));
  }
  const address = show.getAttribute('manifest');
  if (!address) return;
  connect(address);
  let manifest = manifests.get(show);
  if (!manifest) manifests.set(show, (manifest = readManifest(address).catch(() => ({}))));
  const base = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : undefined;
  const whole = (url: unknown): string | undefined =>
    typeof url === 'string' && URL.canParse(url, base) ? new URL(url, base).href : undefined;
  void manifest.then(({ title, poster, startsAt, transports, shop, streams }) => {
    const words = { play, label: title, poster: whole(poster), 'starts-at': startsAt };
    facade.tell(name => words[name]);
    if (!show.hasAttribute('shop')) fetchShop(shop?.adapter);
    for (const transport of list(transports)) fetchPart(`transports/${String(transport.kind)}`);
    if (soon) for (const { url } of [...list(streams), ...list(transports)]) connect(whole(url));
  });
}

/** A list that comes from outside. */
function list<Item>(items: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(items) ? (items as readonly Item[]).filter(Boolean) : [];
}
