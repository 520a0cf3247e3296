// Made by tools/editor-data.mjs from the doc blocks of the elements. Change those, and run it.
import type {
  ShopcastAddCodeEvent,
  ShopcastAddToCartEvent,
  ShopcastAddedToCartEvent,
  ShopcastAnnouncement,
  ShopcastCartButton,
  ShopcastCartChangedEvent,
  ShopcastCartDrawer,
  ShopcastCheckoutEvent,
  ShopcastClaimEvent,
  ShopcastCloseEvent,
  ShopcastConnection,
  ShopcastCountdownOffer,
  ShopcastErrorEvent,
  ShopcastHandOffEvent,
  ShopcastLiveBadge,
  ShopcastOpenEvent,
  ShopcastPlayer,
  ShopcastPlayerStateEvent,
  ShopcastProductCard,
  ShopcastProductSheet,
  ShopcastProductTray,
  ShopcastRemoveCodeEvent,
  ShopcastSeekEvent,
  ShopcastSelectionChangedEvent,
  ShopcastSetQuantityEvent,
  ShopcastShow,
  ShopcastSkuPicker,
  ShopcastStreamChangedEvent,
  ShopcastUndoRemoveEvent,
} from '@shopcast/elements';

/** Attributes, properties and events of every element, by tag: for the JSX of React, Preact and Solid, and for Vue. See docs/npm.md. */
export interface ShopcastTags {
  /** What the host or the producer wants everybody to know, as long as it holds. */
  'shopcast-announcement': {
    /** The words. Set them to use the element alone; otherwise the show decides. */
    text?: ShopcastAnnouncement['text'] | undefined;
  };
  /** Opens the cart and says how many units are in it. */
  'shopcast-cart-button': {
    /** Units in the cart, a whole number >= 0, to use the element alone. Inside a show the shop's cart says it. */
    quantity?: ShopcastCartButton['quantity'] | undefined;
    /** A change is under way, to use the element alone. */
    pending?: ShopcastCartButton['pending'] | undefined;
    /** The viewer wants to see the cart; `panel` is `cart`. Cancelable. */
    'onshopcast-open'?: ((event: ShopcastOpenEvent) => void) | undefined;
  };
  /** The store's own cart as a sheet: what is in it, what is under way, what went wrong, the amounts as the shop states them, and the way to the shop's checkout. */
  'shopcast-cart-drawer': {
    /** Whether it is open. */
    open?: ShopcastCartDrawer['open'] | undefined;
    /** Leaves the field for discount codes out, for shops that have none. */
    'without-codes'?: ShopcastCartDrawer['withoutCodes'] | undefined;
    /** The cart to show, to use the element alone. Inside a show it is the shop's. */
    cart?: ShopcastCartDrawer['cart'] | undefined;
    /** What the viewer should know, to use the element alone. */
    issues?: ShopcastCartDrawer['issues'] | undefined;
    /** The viewer wants another quantity; 0 removes. Cancelable. */
    'onshopcast-set-quantity'?: ((event: ShopcastSetQuantityEvent) => void) | undefined;
    /** The viewer wants a removed line back. Cancelable. */
    'onshopcast-undo-remove'?: ((event: ShopcastUndoRemoveEvent) => void) | undefined;
    /** The viewer enters a discount code. Cancelable. */
    'onshopcast-add-code'?: ((event: ShopcastAddCodeEvent) => void) | undefined;
    /** The viewer takes a discount code back. Cancelable. */
    'onshopcast-remove-code'?: ((event: ShopcastRemoveCodeEvent) => void) | undefined;
    /** The viewer wants to check out. Cancelable. */
    'onshopcast-checkout'?: ((event: ShopcastCheckoutEvent) => void) | undefined;
    /** The viewer closes the drawer; `panel` is `cart`. Cancelable. */
    'onshopcast-close'?: ((event: ShopcastCloseEvent) => void) | undefined;
  };
  /** Says quietly that the line to the show is behind, broken or offline, and that it is well again. Nothing while all is well, and nothing for the short breaks that every line has. */
  'shopcast-connection': {
    /** `behind`, `retrying`, `offline`; anything else is well. Set it to use the element alone; otherwise the show decides. */
    state?: ShopcastConnection['state'] | undefined;
    /** Trouble that lasts no longer than this is not told, ms, a number >= 0. */
    patience?: ShopcastConnection['patience'] | undefined;
  };
  /** Shows how long an offer still runs and lets the viewer claim it. Inside a show everything comes from the offer as it was opened and from the server's clock; the device's clock and the element's attributes cannot lengthen it. */
  'shopcast-countdown-offer': {
    /** When the offer ends (ISO 8601), to use the element alone. Inside a show the show decides. */
    'ends-at'?: ShopcastCountdownOffer['endsAt'] | undefined;
    /** Which offer. Inside a show it may be left out: then it is the one that runs for the product, or for what the host shows. */
    'offer-id'?: ShopcastCountdownOffer['offerId'] | undefined;
    /** For which product the offer is. */
    'product-id'?: ShopcastCountdownOffer['productId'] | undefined;
    /** Says until when the offer runs and lets no seconds pass before the eyes. */
    'without-timer'?: ShopcastCountdownOffer['withoutTimer'] | undefined;
    /** Leaves the button out, where another one stands beside it. */
    'without-button'?: ShopcastCountdownOffer['withoutButton'] | undefined;
    /** The viewer asks for the offer. Cancelable. */
    'onshopcast-claim'?: ((event: ShopcastClaimEvent) => void) | undefined;
  };
  /** Says that the show is live, pauses or is watched again, and how many watch when the room has counted. */
  'shopcast-live-badge': {
    /** `live`, `paused` or `replay`: set it to use the badge alone; otherwise the show decides. Nothing is shown in other phases. */
    phase?: ShopcastLiveBadge['phase'] | undefined;
    /** How many watch. Set it to use the badge alone; leave it out when nobody has counted. */
    viewers?: ShopcastLiveBadge['viewers'] | undefined;
  };
  /** Plays a live stream or a recording: HLS with low latency, several streams in order of preference, captions, and the date of the frame on screen for everything that goes with it. Inside a show it plays the show's streams and gives the show its playhead. Sends the media events `play`, `pause`, `playing`, `waiting`, `timeupdate`, `seeking`, `seeked`, `ended`, `volumechange` and `error` as a `<video>` does: they do not bubble. */
  'shopcast-player': {
    /** Address of an HLS playlist, or of an mp4 or webm file. */
    src?: ShopcastPlayer['src'] | undefined;
    /** Picture to show before the first frame. */
    poster?: ShopcastPlayer['poster'] | undefined;
    /** Name of the video, for screen readers and the lock screen. */
    label?: ShopcastPlayer['label'] | undefined;
    /** Width to height, as `9/16`: the space that is kept before anything has loaded. */
    aspect?: ShopcastPlayer['aspect'] | undefined;
    /** Begin as soon as the element is there, without sound. Not done where the viewer saves data. */
    autoplay?: ShopcastPlayer['autoplay'] | undefined;
    /** Make no sound, and offer none. */
    muted?: ShopcastPlayer['muted'] | undefined;
    /** The language of captions to show, as `de`; without it none are shown until the viewer asks. */
    captions?: ShopcastPlayer['captions'] | undefined;
    /** `small`, `medium` or `large`. */
    'caption-size'?: ShopcastPlayer['captionSize'] | undefined;
    /** Date of the first frame (ISO 8601), for a recording that carries no dates of its own. */
    'start-date'?: ShopcastPlayer['startDate'] | undefined;
    /** Address of hls.js's worker file. Without it no worker is used. */
    'worker-src'?: ShopcastPlayer['workerSrc'] | undefined;
    /** Use the smaller engine: no captions inside the stream, no DRM. */
    light?: ShopcastPlayer['light'] | undefined;
    /** Use little data, whatever the browser says. */
    'save-data'?: ShopcastPlayer['saveData'] | undefined;
    /** Leaves out all controls, for a page that has its own. */
    'without-controls'?: ShopcastPlayer['withoutControls'] | undefined;
    /** Fills the window, with everything that lies over the video. */
    'full-window'?: ShopcastPlayer['fullWindow'] | undefined;
    /** Several streams, the best first, instead of `src`. Inside a show left out: the show knows them. */
    streams?: ShopcastPlayer['streams'] | undefined;
    /** Seconds of the video. */
    currentTime?: ShopcastPlayer['currentTime'] | undefined;
    /** 0 to 1. Phones leave it to their keys. */
    volume?: ShopcastPlayer['volume'] | undefined;
    /** `auto`, `sound` (sound only), or the id of a quality. */
    quality?: ShopcastPlayer['quality'] | undefined;
    /** The same, as a `<video>` says it; does not bubble. */
    onerror?: ((event: Event) => void) | undefined;
    /** Another stream plays: the first, one after a failure, or a better one again. */
    'onshopcast-stream-changed'?: ((event: ShopcastStreamChangedEvent) => void) | undefined;
    /** How it stands with the video has changed. */
    'onshopcast-player-state'?: ((event: ShopcastPlayerStateEvent) => void) | undefined;
    /** Inside a show: the viewer wants to see another moment. Cancelable. */
    'onshopcast-seek'?: ((event: ShopcastSeekEvent) => void) | undefined;
    /** The video cannot be played here. */
    'onshopcast-error'?: ((event: ShopcastErrorEvent) => void) | undefined;
  };
  /** What the host shows right now: picture, title, price, how many are left when the shop says so, and one button. The second and third product shown at once stand above it as small chips. */
  'shopcast-product-card': {
    /** Inside a show: which of its products. Without it the card is that of what the host shows. */
    'product-id'?: ShopcastProductCard['productId'] | undefined;
    /** Used alone: the variant that the button adds. */
    'variant-id'?: ShopcastProductCard['variantId'] | undefined;
    /** How adding stands, told by a page that does it itself: `pending`, `added` or `refused`. */
    'add-state'?: ShopcastProductCard['addState'] | undefined;
    /** The product. Set it to use the element alone. */
    product?: ShopcastProductCard['product'] | undefined;
    /** Stock by variant id, fresher than the product's own. */
    stock?: ShopcastProductCard['stock'] | undefined;
    /** The viewer wants the variant of the card. Cancelable. */
    'onshopcast-add-to-cart'?: ((event: ShopcastAddToCartEvent) => void) | undefined;
    /** The viewer wants to choose (`picker`) or to see more (`sheet`). Cancelable. */
    'onshopcast-open'?: ((event: ShopcastOpenEvent) => void) | undefined;
  };
  /** One product in full, in a sheet over the video: pictures, the picker, what the shop says about it, reviews, delivery and returns where the shop tells them. Those are read once they come near the viewer's eyes. */
  'shopcast-product-sheet': {
    /** Inside a show: which of its products. */
    'product-id'?: ShopcastProductSheet['productId'] | undefined;
    /** The sheet is there. */
    open?: ShopcastProductSheet['open'] | undefined;
    /** The product. Set it to use the element alone. */
    product?: ShopcastProductSheet['product'] | undefined;
    /** Stock by variant id, fresher than the product's own. */
    stock?: ShopcastProductSheet['stock'] | undefined;
    /** Used alone: what others say, and the shop's policies. */
    details?: ShopcastProductSheet['details'] | undefined;
    /** The choice to begin with: value ids by option id. */
    selection?: ShopcastProductSheet['selection'] | undefined;
    /** The viewer closes the sheet. Cancelable. */
    'onshopcast-close'?: ((event: ShopcastCloseEvent) => void) | undefined;
    /** The viewer wants the chosen variant. Cancelable. From the picker inside. */
    'onshopcast-add-to-cart'?: ((event: ShopcastAddToCartEvent) => void) | undefined;
    /** The viewer changed choice or quantity. From the picker inside. */
    'onshopcast-selection-changed'?: ((event: ShopcastSelectionChangedEvent) => void) | undefined;
  };
  /** All products of a show: what is shown now, what is coming, and what was shown before, from where one can watch again. A list in the page, and a sheet over the video when it is `open`. */
  'shopcast-product-tray': {
    /** Shows the products in a sheet over the page. */
    open?: ShopcastProductTray['open'] | undefined;
    /** The products, to use the element alone. */
    products?: ShopcastProductTray['products'] | undefined;
    /** The viewer wants to choose (`picker`) or to see more (`sheet`). Cancelable. */
    'onshopcast-open'?: ((event: ShopcastOpenEvent) => void) | undefined;
    /** The viewer wants a product that comes in one variant. Cancelable. */
    'onshopcast-add-to-cart'?: ((event: ShopcastAddToCartEvent) => void) | undefined;
    /** The viewer wants to watch from the moment a product was shown. Cancelable. */
    'onshopcast-seek'?: ((event: ShopcastSeekEvent) => void) | undefined;
    /** The viewer closes the sheet. Cancelable. */
    'onshopcast-close'?: ((event: ShopcastCloseEvent) => void) | undefined;
  };
  /** A shoppable show: opens it from its manifest, joins it with the store's own cart, gives it to every Shopcast element inside, and lays them out for the space there is. */
  'shopcast-show': {
    /** With the script tag: when the show is loaded. `click` unless told. */
    load?: 'click' | 'visible' | 'eager' | undefined;
    /** With the script tag: the title to show until the show is loaded. */
    label?: string | undefined;
    /** With the script tag: when the show starts (ISO 8601), told in the viewer's zone until it is loaded. */
    'starts-at'?: string | undefined;
    /** With the script tag: words in the corner until the show is loaded. */
    badge?: string | undefined;
    /** Address of the show's manifest. */
    manifest?: ShopcastShow['manifest'] | undefined;
    /** Name of a registered shop; its options are further attributes: `shop-url`, `shop-sales-channel`. Read when the show opens. */
    shop?: ShopcastShow['shop'] | undefined;
    /** The viewer's token, for shows that ask for one. */
    token?: ShopcastShow['token'] | undefined;
    /** Picture to show before the manifest is here. */
    poster?: ShopcastShow['poster'] | undefined;
    /** The video is wider than high, 16:9 instead of 9:16. */
    landscape?: ShopcastShow['landscape'] | undefined;
    /** Fills the window. */
    'full-window'?: ShopcastShow['fullWindow'] | undefined;
    /** What the shopper has agreed to. `granted`: the show may go on where it was on the next page, and tell the page's analytics. `denied`: nothing is kept on the device, not even the cart's token. Without it, the cart's token alone is kept. */
    consent?: ShopcastShow['consent'] | undefined;
    /** Neither draws nor opens anything until this is taken away: the loader of the script tag sets it until the viewer begins. */
    'await-start'?: ShopcastShow['awaitStart'] | undefined;
    /** Draws nothing of its own: what stands inside is laid out by the page, and gets session, voice and panels all the same. */
    'without-layout'?: ShopcastShow['withoutLayout'] | undefined;
    /** Leaves out cart button and cart: for a page that shows its own. */
    'without-cart'?: ShopcastShow['withoutCart'] | undefined;
    /** Leaves out where people talk. */
    'without-chat'?: ShopcastShow['withoutChat'] | undefined;
    /** Leaves out the list of all products. */
    'without-tray'?: ShopcastShow['withoutTray'] | undefined;
    /** Leaves out the card of the featured product. */
    'without-card'?: ShopcastShow['withoutCard'] | undefined;
    /** Leaves out the badge that says live. */
    'without-badge'?: ShopcastShow['withoutBadge'] | undefined;
    /** Leaves out the video. */
    'without-player'?: ShopcastShow['withoutPlayer'] | undefined;
    /** Leaves out the button that fills the window. */
    'without-full-window'?: ShopcastShow['withoutFullWindow'] | undefined;
    /** The session of the show: the one the page brought, else the one opened here. */
    session?: ShopcastShow['session'] | undefined;
    /** The manifest itself, instead of its address. */
    manifestData?: ShopcastShow['manifestData'] | undefined;
    /** The shop's adapter. The show ends it when it ends. */
    commerce?: ShopcastShow['commerce'] | undefined;
    /** The shop has confirmed units in its cart. */
    'onshopcast-added-to-cart'?: ((event: ShopcastAddedToCartEvent) => void) | undefined;
    /** What the store's cart holds has become known, or has changed. */
    'onshopcast-cart-changed'?: ((event: ShopcastCartChangedEvent) => void) | undefined;
    /** The viewer is about to leave for the checkout. Cancelable. */
    'onshopcast-hand-off'?: ((event: ShopcastHandOffEvent) => void) | undefined;
    /** Something could not be done. */
    'onshopcast-error'?: ((event: ShopcastErrorEvent) => void) | undefined;
  };
  /** Lets a shopper choose among the variants of a product: any number of options, what cannot be had with the reason and the nearest that can, quantity, price, and stock that changes meanwhile. Stands in a form like any other field. */
  'shopcast-sku-picker': {
    /** Inside a show: which of its products. */
    'product-id'?: ShopcastSkuPicker['productId'] | undefined;
    /** Chooses the values of this variant when it is set. What the shopper chose is `value`. */
    'variant-id'?: ShopcastSkuPicker['variantId'] | undefined;
    /** Units, a whole number >= 1; brought to what the variant allows. */
    quantity?: ShopcastSkuPicker['quantity'] | undefined;
    /** Under which name a form gets the variant id. */
    name?: ShopcastSkuPicker['name'] | undefined;
    /** Under which name a form gets the quantity too. Needs `name`. */
    'quantity-name'?: ShopcastSkuPicker['quantityName'] | undefined;
    /** Nothing can be chosen or added. */
    disabled?: ShopcastSkuPicker['disabled'] | undefined;
    /** Leaves out the button, where the page has its own. */
    'without-button'?: ShopcastSkuPicker['withoutButton'] | undefined;
    /** How adding stands, told by a page that does it itself: `pending`, `added` or `refused`. */
    'add-state'?: ShopcastSkuPicker['addState'] | undefined;
    /** The product. Set it to use the element alone; a new object of the same product keeps the choice. */
    product?: ShopcastSkuPicker['product'] | undefined;
    /** Stock by variant id, fresher than the product's own. */
    stock?: ShopcastSkuPicker['stock'] | undefined;
    /** Chosen values: option id to value id. */
    selection?: ShopcastSkuPicker['selection'] | undefined;
    /** The shopper changed choice or quantity. */
    'onshopcast-selection-changed'?: ((event: ShopcastSelectionChangedEvent) => void) | undefined;
    /** The shopper wants the chosen variant. Cancelable. */
    'onshopcast-add-to-cart'?: ((event: ShopcastAddToCartEvent) => void) | undefined;
  };
}
