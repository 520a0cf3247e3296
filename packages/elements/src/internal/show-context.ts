import type { ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import type { ReadableAtom } from 'nanostores';
import { Announcer } from './announcer.js';
import { StoreController } from './store-controller.js';

/** Says something in the one live region of the nearest `<shopcast-show>`: a subject and words. */
export type Say = (subject: string, words: string) => void;

/** What a `<shopcast-show>` gives to every element inside it. */
export interface Given {
  /** Its session, once it is open. */
  readonly session: ShowSession | undefined;
  readonly say: Say;
}

/** Where a show keeps it. Of the registry all copies of this code share, since a page may hold several. */
const given = Symbol.for('shopcast-show');
const news = 'shopcast-given';

type Giver = Node & { [given]?: Given };

/** Gives something to all that is inside a show, and to what will be. */
export function give(show: Element, what: Given): void {
  (show as Giver)[given] = what;
  document.dispatchEvent(new Event(news));
}

/** What the nearest show around a place gives, looked for as events travel: by slots, and out of shadow trees. */
function givenTo(place: Node): Given | undefined {
  for (let node: Node | null = place; node;) {
    const found = (node as Giver)[given];
    if (found && node !== place) return found;
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
  }
  return undefined;
}

/** Keeps an element to the show around it, which may come later than the element: tags and scripts may come in any order. */
class Link implements ReactiveController {
  readonly #host: LitElement;
  readonly #onChange: (given: Given | undefined) => void;
  given: Given | undefined;

  constructor(host: LitElement, onChange: (given: Given | undefined) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener(news, this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    document.removeEventListener(news, this.#look);
  }

  readonly #look = (): void => {
    const found = givenTo(this.#host);
    if (found === this.given) return;
    this.given = found;
    this.#onChange(found);
    this.#host.requestUpdate();
  };
}

/**
 * Follows one store of the surrounding show. `value` is `undefined` outside a show, so that every element also works alone; `session`
 * is the show itself.
 */
export class ShowController<T> {
  readonly #store: StoreController<T>;
  readonly #link: Link;

  constructor(host: LitElement, pick: (session: ShowSession) => ReadableAtom<T> | undefined) {
    this.#store = new StoreController<T>(host);
    this.#link = new Link(host, found => (this.#store.store = found?.session && pick(found.session)));
  }

  /** What the store holds now. */
  get value(): T | undefined {
    return this.#store.value;
  }

  /** The show around the element. */
  get session(): ShowSession | undefined {
    return this.#link.given?.session;
  }
}

/** Lets an element speak: in the show's live region, else in the one it brings for when it stands alone, else nowhere. */
export class VoiceController implements ReactiveController {
  readonly #link: Link;
  readonly #ownRegion: () => HTMLElement | null | undefined;
  #own: Announcer | undefined;

  /** @param ownRegion - The `role="status"` in the host's shadow root, which stays there once rendered. */
  constructor(host: LitElement, ownRegion: () => HTMLElement | null | undefined = () => undefined) {
    this.#ownRegion = ownRegion;
    this.#link = new Link(host, () => undefined);
    host.addController(this);
  }

  /** Whether there is a show around the element, open or not yet. */
  get inShow(): boolean {
    return this.#link.given !== undefined;
  }

  hostDisconnected(): void {
    this.#own?.stop();
  }

  /** Says something about a subject; a later word of the same subject replaces one that still waits. */
  readonly say: Say = (subject, words) => {
    const shared = this.#link.given;
    if (shared) return shared.say(subject, words);
    const region = this.#own ? undefined : this.#ownRegion();
    if (region) this.#own = new Announcer(region);
    this.#own?.say(subject, words);
  };
}
