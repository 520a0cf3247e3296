import type { LitElement, ReactiveController } from 'lit';
import { en, type Messages } from '../messages/en.js';
import { listeners, messagesFor, sayAnew } from '../messages/messages.js';

let observer: MutationObserver | undefined;

/** The nearest `lang`, looked for upwards and out of shadow trees; else the page's, else English. */
function languageOf(element: Element): string {
  const language = element.closest('[lang]')?.getAttribute('lang');
  if (language) return language;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : 'en';
}

/** Gives an element its words, numbers and dates in the nearest `lang`, and renders it again when that changes. */
export class LocalizeController<Words extends Messages = Messages> implements ReactiveController {
  readonly #host: LitElement;
  #language = 'en';
  readonly #english: Words;
  #found: Partial<Messages> | undefined;
  #words!: Words;

  /** @param ownWords - What the element says in English beyond {@link en}; other languages have it in their file. */
  constructor(host: LitElement, ...[ownWords]: Messages extends Words ? [] : [Omit<Words, keyof Messages>]) {
    this.#host = host;
    this.#english = (ownWords ? { ...en, ...ownWords } : en) as Words;
    host.addController(this);
  }

  /** The words; what a page's own language does not say is said in English. */
  get t(): Words {
    const found = messagesFor(this.#language);
    if (found !== this.#found) {
      this.#found = found;
      this.#words = { ...this.#english, ...found };
    }
    return this.#words;
  }

  /** BCP 47 tag for Intl; a tag Intl does not take is answered by `en`. */
  get language(): string {
    try {
      return Intl.getCanonicalLocales(this.#language)[0] ?? 'en';
    } catch {
      return 'en';
    }
  }

  hostConnected(): void {
    this.#refresh();
    listeners.add(this.#refresh);
    if (!observer) {
      observer = new MutationObserver(sayAnew);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true });
    }
  }

  hostDisconnected(): void {
    listeners.delete(this.#refresh);
    if (listeners.size === 0) {
      observer?.disconnect();
      observer = undefined;
    }
  }

  /** Looks for the language and its words again. */
  readonly #refresh = (): void => {
    this.#language = languageOf(this.#host);
    this.#host.requestUpdate();
  };
}
