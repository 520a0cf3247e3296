import type { ShopcastPanel } from '../events.js';
import { bring } from '../internal/code-on-demand.js';

/** The panel that is open. */
export interface OpenPanel {
  readonly name: ShopcastPanel;
  readonly productId?: string | undefined;
}

/** What opens and closes: by slot, the tag that stands there unless the page says otherwise, and the names it answers to. */
const panels: Readonly<Record<string, { readonly tag: string; readonly names: readonly ShopcastPanel[] }>> = {
  cart: { tag: 'shopcast-cart-drawer', names: ['cart'] },
  sheet: { tag: 'shopcast-product-sheet', names: ['sheet', 'picker'] },
  tray: { tag: 'shopcast-product-tray', names: ['tray'] },
  chat: { tag: 'shopcast-chat', names: ['chat'] },
};

/** Whether two names mean one panel: the picker and the whole product are the same sheet, which cannot tell what it was opened as. */
export function samePanel(one: ShopcastPanel, other: ShopcastPanel): boolean {
  return one === other || Object.values(panels).some(({ names }) => names.includes(one) && names.includes(other));
}

/** Gives `open`, and with it `product-id`, to what stands for the open panel, and takes it from all others. */
export function showPanels(show: Element & { readonly withoutLayout: boolean }, opened: OpenPanel | undefined): void {
  for (const [slot, { names }] of Object.entries(panels)) {
    const open = opened && names.includes(opened.name);
    for (const element of panelElements(show, slot)) {
      if (open) bring(element.localName);
      if (open && opened.productId !== undefined) element.setAttribute('product-id', opened.productId);
      element.toggleAttribute('open', open === true);
    }
  }
}

/** What stands for a panel: in its slot, ours or the page's, or anywhere inside where the page lays out. */
export function panelElements(show: Element & { readonly withoutLayout: boolean }, slot: string): readonly Element[] {
  return show.withoutLayout ? [...show.querySelectorAll(panels[slot]!.tag)] : standingIn(show, slot);
}

/** What stands in a slot: the page's own, else ours. */
export function standingIn(show: Element, slot: string): readonly Element[] {
  return show.shadowRoot?.querySelector<HTMLSlotElement>(`slot[name="${slot}"]`)?.assignedElements({ flatten: true }) ?? [];
}
