import { ContextConsumer, ContextRoot, createContext } from '@lit/context';
import type { ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import { Announcer } from './announcer.js';
import { StoreController, type Store } from './store-controller.js';

/** Carries the session of the nearest `<shopcast-show>` to every element inside it. */
export const showContext = createContext<ShowSession | undefined>(Symbol.for('shopcast-show'));

/** Says something in the one live region of the nearest `<shopcast-show>`: a subject and words. */
export type Say = (subject: string, words: string) => void;

/** Carries the show's voice to every element inside it. */
export const voiceContext = createContext<Say | undefined>(Symbol.for('shopcast-voice'));

let root: ContextRoot | undefined;

/** Keeps what elements ask for until a show is there to answer: tags and scripts may come in any order. */
function keepRequests(): void {
  if (root) return;
  root = new ContextRoot();
  root.attach(document.documentElement);
}

/**
 * Follows one store of the surrounding show. `value` is `undefined` outside a show, so that every element also works alone; `session`
 * is the show itself.
 */
export class ShowController<T> {
  readonly #store: StoreController<T>;
  readonly #consumer: ContextConsumer<typeof showContext, LitElement>;

  constructor(host: LitElement, pick: (session: ShowSession) => Store<T> | undefined) {
    keepRequests();
    this.#store = new StoreController<T>(host);
    this.#consumer = new ContextConsumer(host, {
      context: showContext,
      subscribe: true,
      callback: session => (this.#store.store = session && pick(session)),
    });
  }

  /** What the store holds now. */
  get value(): T | undefined {
    return this.#store.value;
  }

  /** The show around the element. */
  get session(): ShowSession | undefined {
    return this.#consumer.value;
  }
}

/** Lets an element speak: in the show's live region, else in the one it brings for when it stands alone, else nowhere. */
export class VoiceController implements ReactiveController {
  readonly #consumer: ContextConsumer<typeof voiceContext, LitElement>;
  readonly #ownRegion: () => HTMLElement | null | undefined;
  #own: Announcer | undefined;

  /** @param ownRegion - The `role="status"` in the host's shadow root, which stays there once rendered. */
  constructor(host: LitElement, ownRegion: () => HTMLElement | null | undefined = () => undefined) {
    keepRequests();
    this.#ownRegion = ownRegion;
    this.#consumer = new ContextConsumer(host, { context: voiceContext, subscribe: true });
    host.addController(this);
  }

  /** Whether there is a show around the element, open or not yet. */
  get inShow(): boolean {
    return this.#consumer.value !== undefined;
  }

  hostDisconnected(): void {
    this.#own?.stop();
  }

  /** Says something about a subject; a later word of the same subject replaces one that still waits. */
  readonly say: Say = (subject, words) => {
    const shared = this.#consumer.value;
    if (shared) return shared(subject, words);
    const region = this.#own ? undefined : this.#ownRegion();
    if (region) this.#own = new Announcer(region);
    this.#own?.say(subject, words);
  };
}
