import { addFromShow, type CartOutcome, type ShowWish } from '@shopcast/session';
import { ShopcastAddedToCartEvent, ShopcastErrorEvent, ShopcastHandOffEvent } from '../events.js';
import { checkoutWords } from '../internal/checkout-words.js';
import type { Messages } from '../messages/en.js';
import { actWords } from './act-words.js';
import { fail, type Acts, type IntentScene, type ShopIntent } from './intents.js';

export { tellCart } from './cart-news.js';

/** What a show does about the intents that are for the shop. */
export const acts: Acts<ShopIntent> = {
  'shopcast-add-to-cart': add,
  'shopcast-set-quantity': ({ session, ...scene }, { lineKey, quantity }) =>
    session?.cart && settle(scene, quantity === 0 ? session.cart.remove(lineKey) : session.cart.setQuantity(lineKey, quantity)),
  'shopcast-undo-remove': ({ session, ...scene }, { removalId }) => {
    const removed = session?.cart?.$removed.get().find(({ id }) => id === removalId);
    return removed && settle(scene, removed.undo());
  },
  'shopcast-add-code': ({ session, ...scene }, { code }) => session?.cart && settle(scene, session.cart.addCode(code)),
  'shopcast-remove-code': ({ session, ...scene }, { code }) => session?.cart && settle(scene, session.cart.removeCode(code)),
  'shopcast-checkout': checkout,
  'shopcast-claim': claim,
};

async function add(scene: IntentScene, wish: ShowWish): Promise<void> {
  const { session } = scene;
  const t = { ...actWords, ...scene.t };
  const outcome = session && (await addFromShow(session, wish));
  if (!outcome) return fail(scene, 'cart/shop-failed', t.noShop);
  const { added, applied, issues } = outcome;
  const { variantId, productId } = wish;
  if (added > 0) {
    scene.send(new ShopcastAddedToCartEvent({ variantId, quantity: added, ...(productId !== undefined && { productId }) }));
    scene.tell(applied === 'all' ? t.addedToCart(added) : t.addedPart(added));
  } else {
    fail(scene, outcome.failure?.code ?? issues[0]?.code ?? 'other', wordsFor(outcome, t));
  }
}

/** Lets a cart change take its way; the cart shows its issues, the page hears of what came to nothing. */
async function settle(scene: Pick<IntentScene, 'send'>, change: Promise<CartOutcome>): Promise<void> {
  const { applied, failure, issues } = await change;
  if (applied !== 'none' || (!failure && issues.length === 0)) return;
  const code = failure?.code ?? issues[0]?.code ?? 'other';
  if (code !== 'cart/withdrawn') scene.send(new ShopcastErrorEvent(code, failure?.message ?? issues[0]?.message ?? code));
}

async function checkout(scene: IntentScene): Promise<void> {
  const { session } = scene;
  const t = { ...actWords, ...scene.t };
  if (!session?.cart) return fail(scene, 'cart/shop-failed', t.noShop);
  const outcome = await session.cart.checkout();
  const { handOff, failure, issues } = outcome;
  if (!handOff) {
    const code = failure?.code ?? issues[0]?.code;
    return fail(scene, code ?? 'other', checkoutWords(code, t));
  }
  // The page has its own way: nothing of ours stands before it.
  if ('handled' in handOff) return scene.closePanel('cart');
  const address = URL.canParse(handOff.url, document.baseURI) ? new URL(handOff.url, document.baseURI) : undefined;
  // An address of another kind would run as code in the page.
  if (!address || !/^https?:$/.test(address.protocol)) return fail(scene, 'cart/shop-failed', t.checkoutFailed);
  if (!scene.send(new ShopcastHandOffEvent(address.href, handOff.target))) return;
  if (handOff.target === 'new-tab') window.open(address.href, '_blank', 'noopener');
  else window.location.assign(address.href);
}

/** An offer for one variant goes into the cart; for several the viewer chooses first. */
async function claim(scene: IntentScene, { offerId, productId }: { offerId: string | undefined; productId?: string }): Promise<void> {
  const { session } = scene;
  const offer = session?.$offers.get().find(one => one.offerId === offerId);
  const wanted = offer?.productId ?? productId;
  const product = session?.$products.get().find(one => one.productId === wanted)?.product;
  const variants = product?.variants.filter(({ id }) => !offer?.variantIds || offer.variantIds.includes(id)) ?? [];
  const [only] = variants;
  if (only && variants.length === 1 && !product?.truncated && wanted !== undefined) {
    const quantity = only.quantityRule.min;
    return add(scene, { variantId: only.id, quantity, productId: wanted, ...(offerId !== undefined && { offerId }) });
  }
  if (wanted !== undefined) scene.openPanel('picker', wanted);
}

function wordsFor({ failure, issues }: CartOutcome, t: Messages): string {
  if (failure) return failure.code === 'cart/offline' ? t.offline : t.shopSilent;
  const [issue] = issues;
  if (issue?.code === 'out-of-stock' || issue?.code === 'variant-gone') return t.soldOutNow;
  if (issue?.code === 'quantity-limited') return t.noMoreThere;
  return t.notAdded;
}
