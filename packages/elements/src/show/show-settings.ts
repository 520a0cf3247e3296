import type { CommerceAdapter, ShowManifest } from '@shopcast/session';
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';

/** What a page says of a show: as attributes, or as properties of the element. */
export class ShowSettings extends LitElement {
  /** Address of the show's manifest. */
  @property() manifest?: string;
  /** The manifest itself, instead of its address. */
  @property({ attribute: false }) manifestData?: ShowManifest;
  /** The shop's adapter. The show ends it when it ends. */
  @property({ attribute: false }) commerce?: CommerceAdapter;
  /** Name of a registered shop; its options are further attributes: `shop-url`, `shop-sales-channel`. Read when the show opens. */
  @property() shop?: string;
  /** The viewer's token, for shows that ask for one. */
  @property() token?: string;
  /** Picture to show before the manifest is here. */
  @property() poster?: string;
  /** The video is wider than high, 16:9 instead of 9:16. */
  @property({ type: Boolean, reflect: true }) landscape = false;
  /** Fills the window. */
  @property({ type: Boolean, reflect: true, attribute: 'full-window' }) fullWindow = false;
  /**
   * What the shopper has agreed to. `granted`: the show may go on where it was on the next page, and tell the page's analytics. `denied`: nothing is
   * kept on the device, not even the cart's token. Without it, the cart's token alone is kept.
   */
  @property({ reflect: true }) consent?: 'granted' | 'denied';
  /** Neither draws nor opens anything until this is taken away: the loader of the script tag sets it until the viewer begins. */
  @property({ type: Boolean, reflect: true, attribute: 'await-start' }) awaitStart = false;
  /** Draws nothing of its own: what stands inside is laid out by the page, and gets session, voice and panels all the same. */
  @property({ type: Boolean, attribute: 'without-layout' }) withoutLayout = false;
  /** Leaves out cart button and cart: for a page that shows its own. */
  @property({ type: Boolean, attribute: 'without-cart' }) withoutCart = false;
  /** Leaves out where people talk. */
  @property({ type: Boolean, attribute: 'without-chat' }) withoutChat = false;
  /** Leaves out the list of all products. */
  @property({ type: Boolean, attribute: 'without-tray' }) withoutTray = false;
  /** Leaves out the card of the featured product. */
  @property({ type: Boolean, attribute: 'without-card' }) withoutCard = false;
  /** Leaves out the badge that says live. */
  @property({ type: Boolean, attribute: 'without-badge' }) withoutBadge = false;
  /** Leaves out the video. */
  @property({ type: Boolean, attribute: 'without-player' }) withoutPlayer = false;
  /** Leaves out the button that fills the window. */
  @property({ type: Boolean, attribute: 'without-full-window' }) withoutFullWindow = false;
}
