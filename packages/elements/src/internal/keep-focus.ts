import type { LitElement, ReactiveController } from 'lit';

/**
 * Keeps the focus where it is when the host draws itself anew and what has the focus moves elsewhere, becomes something else, or goes: whoever is about
 * to press Enter must not lose their place, and must not press on something else. What belongs together has a `data-key`.
 */
export class KeepFocus implements ReactiveController {
  readonly #host: LitElement;
  #held: { readonly key: string; readonly part: string | null } | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  get #active(): Element | undefined {
    return this.#host.shadowRoot?.activeElement ?? undefined;
  }

  hostUpdate(): void {
    const active = this.#active;
    const key = active?.closest<HTMLElement>('[data-key]')?.dataset.key;
    this.#held = active && key !== undefined ? { key, part: active.getAttribute('part') } : undefined;
  }

  hostUpdated(): void {
    const held = this.#held;
    if (!held) return;
    const place = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset.key === held.key);
    if (!place) return;
    const buttons = [...place.querySelectorAll<HTMLElement>('button')];
    const same = buttons.find(button => button.getAttribute('part') === held.part) ?? buttons[0];
    if (same !== this.#active) same?.focus({ preventScroll: true });
  }
}
