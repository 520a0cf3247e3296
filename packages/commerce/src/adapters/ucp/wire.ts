/** The words of UCP 2026-04-08, as far as the adapter reads or sends them. */

export interface WireMessage {
  readonly type: string;
  readonly code?: string;
  readonly content?: string;
  /** JSONPath of what it is about: `$.line_items[0]`. */
  readonly path?: string;
  readonly severity?: string;
}

export interface WirePrice {
  readonly amount: number;
  readonly currency: string;
}

interface WireMeasure {
  readonly value: number;
  readonly unit: string;
}

interface WireMedia {
  readonly type: string;
  readonly url: string;
}

/** A chosen value of an option. */
export interface WireSelected {
  readonly name: string;
  readonly id?: string;
  readonly label: string;
}

export interface WireVariant {
  readonly id: string;
  readonly sku?: string;
  readonly title: string;
  readonly price: WirePrice;
  readonly list_price?: WirePrice;
  readonly unit_price?: WirePrice & { readonly measure: WireMeasure; readonly reference: WireMeasure };
  readonly availability?: { readonly available?: boolean; readonly status?: string };
  readonly options?: readonly WireSelected[];
  readonly media?: readonly WireMedia[];
  readonly seller?: { readonly links?: readonly WireLink[] };
  /** Which of the ids asked for led here. */
  readonly inputs?: readonly { readonly id: string }[];
}

export interface WireOption {
  readonly name: string;
  readonly values: readonly { readonly id?: string; readonly label: string; readonly exists?: boolean }[];
}

export interface WireProduct {
  readonly id: string;
  readonly handle?: string;
  readonly title: string;
  readonly description?: { readonly plain?: string; readonly html?: string; readonly markdown?: string };
  readonly url?: string;
  readonly media?: readonly WireMedia[];
  readonly options?: readonly WireOption[];
  readonly variants: readonly WireVariant[];
  readonly rating?: { readonly value: number; readonly scale_max: number; readonly count?: number };
  /** What the variants were narrowed to, in the answer about one product. */
  readonly selected?: readonly WireSelected[];
}

interface WireTotal {
  readonly type: string;
  readonly amount: number;
}

export interface WireLink {
  readonly type: string;
  readonly url: string;
  readonly title?: string;
}

/** A line as it is sent; `id` only of one that is in the cart. */
export interface WireWish {
  readonly id?: string;
  readonly item: { readonly id: string };
  readonly quantity: number;
  readonly parent_id?: string;
}

export interface WireLine extends WireWish {
  readonly id: string;
  readonly item: { readonly id: string; readonly title: string; readonly price: number; readonly image_url?: string };
  readonly totals: readonly WireTotal[];
}

export interface WireCart {
  readonly id: string;
  readonly line_items: readonly WireLine[];
  readonly currency: string;
  readonly totals: readonly WireTotal[];
  readonly messages?: readonly WireMessage[];
  readonly links?: readonly WireLink[];
  readonly continue_url?: string;
  readonly discounts?: { readonly codes?: readonly string[]; readonly applied?: readonly { readonly code?: string }[] };
  readonly context?: unknown;
  readonly buyer?: unknown;
  readonly signals?: unknown;
  readonly attribution?: unknown;
}

export interface WireOrder {
  readonly id: string;
  readonly label?: string;
  readonly line_items: readonly { readonly status: string }[];
  readonly fulfillment: {
    readonly events?: readonly { readonly type: string; readonly tracking_number?: string; readonly tracking_url?: string }[];
  };
}
