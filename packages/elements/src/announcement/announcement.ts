import type { Announcement } from '@shopcast/session';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ShowController, VoiceController } from '../internal/show-context.js';
import { tokens } from '../internal/tokens.styles.js';
import { styles } from './announcement.styles.js';

/**
 * What the host or the producer wants everybody to know, as long as it holds.
 *
 * @element shopcast-announcement
 * @status experimental
 * @csspart text - The words.
 */
export class ShopcastAnnouncement extends LitElement {
  static override styles = [tokens, styles];

  /** The words. Set them to use the element alone; otherwise the show decides. */
  @property() text?: string;

  readonly #announcement = new ShowController<Announcement | undefined>(this, session => session.$announcement);
  readonly #voice = new VoiceController(this);
  #spoken: string | undefined;

  /** A newcomer reads what has been there for a while; only what arrives meanwhile is spoken. */
  protected override updated(): void {
    if (this.text !== undefined || !this.#announcement.session) return;
    const announcement = this.#announcement.value;
    const id = announcement?.announcementId ?? '';
    if (announcement && this.#spoken !== undefined && this.#spoken !== id) this.#voice.say('announcement', announcement.text);
    this.#spoken = id;
  }

  override render(): TemplateResult {
    const alone = this.text !== undefined;
    const words = this.text ?? this.#announcement.value?.text;
    // Inside a show its voice speaks; alone the element is its own live region, which has to be there before its words.
    return html`<div role=${alone ? 'status' : nothing}>${words ? html`<p part="text" dir="auto">${words}</p>` : nothing}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shopcast-announcement': ShopcastAnnouncement;
  }
}
