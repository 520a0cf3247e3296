import type { ShopcastPanel } from '../events.js';
import { bring } from '../internal/code-on-demand.js';

/** The panel that is open. */
export interface OpenPanel {
  readonly name: ShopcastPanel;
  readonly productId?: string | undefined;
}

/** What opens and closes: by slot, the tag that stands there unless the page says otherwise. */
const panels: Readonly<Record<string, string>> = {
  cart: 'shopcast-cart-drawer',
  sheet: 'shopcast-product-sheet',
  tray: 'shopcast-product-tray',
  chat: 'shopcast-chat',
};

/** Where a panel stands: the picker and the whole product are the same sheet, which cannot tell what it was opened as. */
export const slotOf = (panel: ShopcastPanel): string => (panel === 'picker' ? 'sheet' : panel);

/** Gives `open`, and with it `product-id`, to what stands for the open panel, and takes it from all others. */
export function showPanels(show: Element & { readonly withoutLayout: boolean }, opened: OpenPanel | undefined): void {
  for (const slot of Object.keys(panels)) {
    const open = opened !== undefined && slotOf(opened.name) === slot;
    for (const element of panelElements(show, slot)) {
      if (open) bring(element.localName);
      if (open && opened.productId !== undefined) element.setAttribute('product-id', opened.productId);
      element.toggleAttribute('open', open);
    }
  }
}

/** What stands for a panel: in its slot, ours or the page's, or anywhere inside where the page lays out. */
export function panelElements(show: Element & { readonly withoutLayout: boolean }, slot: string): readonly Element[] {
  return show.withoutLayout ? [...show.querySelectorAll(panels[slot]!)] : standingIn(show, slot);
}

/** What stands in a slot: the page's own, else ours. */
export function standingIn(show: Element, slot: string): readonly Element[] {
  return show.shadowRoot?.querySelector<HTMLSlotElement>(`slot[name="${slot}"]`)?.assignedElements({ flatten: true }) ?? [];
}
