import type { Announcement } from '@shopcast/session';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { LocalizeController } from '../internal/localize-controller.js';
import { ShowController, VoiceController } from '../internal/show-context.js';
import { tokens } from '../internal/tokens.styles.js';
import { styles } from './announcement.styles.js';

/**
 * What the host or the producer wants everybody to know, as long as it holds.
 *
 * @element shopcast-announcement
 * @status experimental
 * @csspart text - The words.
 * @csspart more - The button that shows all of a long one.
 */
export class ShopcastAnnouncement extends LitElement {
  static override styles = [tokens, styles];

  /** The words. Set them to use the element alone; otherwise the show decides. */
  @property() text?: string;

  @state() private isLong = false;
  @state() private isOpen = false;
  @query('p') private paragraph?: HTMLElement;

  readonly #announcement = new ShowController<Announcement | undefined>(this, session => session.$announcement);
  readonly #voice = new VoiceController(this);
  readonly #l10n = new LocalizeController(this);
  readonly #observer = new ResizeObserver(() => this.#measure());
  #spoken: string | undefined;
  #words: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override willUpdate(): void {
    const words = this.text ?? this.#announcement.value?.text;
    if (words !== this.#words) this.isOpen = false;
    this.#words = words;
  }

  /** A newcomer reads what has been there for a while; only what arrives meanwhile is spoken. */
  protected override updated(): void {
    if (this.paragraph) this.#observer.observe(this.paragraph);
    if (this.text !== undefined || !this.#announcement.session) return;
    const announcement = this.#announcement.value;
    const id = announcement?.announcementId ?? '';
    if (announcement && this.#spoken !== undefined && this.#spoken !== id) this.#voice.say('announcement', announcement.text);
    this.#spoken = id;
  }

  override render(): TemplateResult {
    const alone = this.text !== undefined;
    const { t } = this.#l10n;
    const more = html`<button part="more" type="button" aria-expanded=${this.isOpen ? 'true' : 'false'} @click=${this.#toggle}>
      ${this.isOpen ? t.readLess : t.readAll}
    </button>`;
    // Inside a show its voice speaks; alone the element is its own live region, which has to be there before its words.
    return html`<div role=${alone ? 'status' : nothing}>
      ${
        this.#words
          ? html`<div class="box">
              <p part="text" dir="auto" class=${this.isOpen ? 'open' : ''}>${this.#words}</p>
              ${this.isLong ? more : nothing}
            </div>`
          : nothing
      }
    </div>`;
  }

  readonly #toggle = (): void => {
    this.isOpen = !this.isOpen;
  };

  /** Whether there is more than is seen. Open, it stays long until the words change. */
  #measure(): void {
    const { paragraph } = this;
    if (paragraph && !this.isOpen) this.isLong = paragraph.scrollHeight > paragraph.clientHeight + 1;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-announcement': ShopcastAnnouncement;
  }
}
