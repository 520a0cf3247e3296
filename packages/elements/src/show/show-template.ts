import type { ShowState } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import maximize from 'lucide/dist/esm/icons/maximize-2.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import { icon } from '../internal/icon.js';
import type { Messages } from '../messages/en.js';
import type { ViewPhase } from './phase-view.js';

/** The attributes that leave a piece out. */
export interface WithoutPieces {
  readonly withoutPlayer: boolean;
  readonly withoutBadge: boolean;
  readonly withoutCard: boolean;
  readonly withoutChat: boolean;
  readonly withoutTray: boolean;
  readonly withoutCart: boolean;
  readonly withoutFullWindow: boolean;
}

/** What the show is drawn from. */
export interface ShowScene {
  readonly phase: ViewPhase;
  readonly show: ShowState | undefined;
  readonly t: Messages;
  /** What the page leaves out. */
  readonly page: WithoutPieces;
  readonly poster: string | undefined;
  readonly shop: boolean;
  readonly notice: string;
  readonly fullWindow: boolean;
  /** Words about the phase. */
  readonly state: TemplateResult | typeof nothing;
  /** Whether somebody has put a chat into the show. */
  readonly chat: boolean;
  readonly onChat: (event: Event) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onTray: () => void;
  readonly onFullWindow: () => void;
}

/** The show with all its pieces. Where they stand is up to the styles; the order here is the order of reading. */
export function showTemplate(scene: ShowScene): TemplateResult {
  const { phase, show, t, page, poster, fullWindow, onKey } = scene;
  const title = show?.details?.title ?? t.show;
  return html`<div
    class="window"
    tabindex="-1"
    role=${fullWindow ? 'dialog' : 'region'}
    aria-modal=${ifDefined(fullWindow ? 'true' : undefined)}
    aria-label=${title}
    data-phase=${phase}
    ?data-covered=${isCovered(phase, show)}
    @keydown=${onKey}
  >
    <div part="frame" class="frame">
      <div part="stage" class="stage">
        ${poster ? html`<img part="poster" class="poster" src=${poster} alt="" decoding="async" />` : nothing}
        ${unless(page.withoutPlayer, html`<slot name="player"><shopcast-player class="player" poster=${ifDefined(poster)}></shopcast-player></slot>`)}
        ${top(scene)}
        <div part="state" class="state"><slot name=${stateSlot(phase)}>${scene.state}</slot></div>
        <div class="side"><slot name="reactions"></slot></div>
      </div>
      ${panel(scene)}
    </div>
    <p part="notice" class="notice" ?hidden=${!scene.notice}>${scene.notice}</p>
    <slot name="sheet"><shopcast-product-sheet></shopcast-product-sheet></slot>
    ${unless(page.withoutCart, html`<slot name="cart"><shopcast-cart-drawer></shopcast-cart-drawer></slot>`)}
    <div class="visually-hidden" role="status"></div>
  </div>`;
}

const unless = (without: boolean, content: TemplateResult): TemplateResult | typeof nothing => (without ? nothing : content);

/** Whether the words stand in the video's place. A show that cannot be reached may still have a picture. */
function isCovered(phase: ViewPhase, show: ShowState | undefined): boolean {
  return phase === 'scheduled' || phase === 'ended' || (phase === 'unreachable' && !show?.streams.length);
}

/** Phases without words of their own have a slot that nobody fills. */
function stateSlot(phase: ViewPhase): string {
  return phase === 'opening' || phase === 'live' || phase === 'replay' ? `${phase}-words` : phase;
}

function top({ show, t, page, fullWindow, onFullWindow }: ShowScene): TemplateResult {
  const host = show?.details?.host;
  const label = fullWindow ? t.leaveFullWindow : t.fullWindow;
  return html`<div part="top" class="top">
    ${
      host
        ? html`<span part="host" class="host"
            >${host.picture ? html`<img class="face" src=${host.picture} alt="" />` : nothing}<span class="name">${host.name}</span></span
          >`
        : nothing
    }
    ${unless(page.withoutBadge, html`<slot name="badge"><shopcast-live-badge></shopcast-live-badge></slot>`)}
    <slot name="connection"><shopcast-connection></shopcast-connection></slot>
    ${unless(
      page.withoutFullWindow,
      html`<button
        part="full-window"
        class="button quiet icon over"
        type="button"
        title=${label}
        aria-label=${label}
        @click=${onFullWindow}
      >
        ${icon(fullWindow ? close : maximize)}
      </button>`,
    )}
  </div>`;
}

function panel({ show, t, page, shop, chat, onChat, onTray }: ShowScene): TemplateResult {
  const products = show?.products.filter(({ withdrawnAt }) => withdrawnAt === undefined).length ?? 0;
  return html`<div part="panel" class="panel">
    <div class="announcement">
      <slot name="announcement"><shopcast-announcement></shopcast-announcement></slot>
    </div>
    ${unless(page.withoutChat, html`<div class="chat" ?hidden=${!chat}><slot name="chat" @slotchange=${onChat}></slot></div>`)}
    ${unless(
      page.withoutCard,
      html`<div class="card">
        <slot name="card"><shopcast-product-card></shopcast-product-card></slot>
      </div>`,
    )}
    ${unless(
      page.withoutTray,
      html`<div class="tray">
        <slot name="tray"><shopcast-product-tray></shopcast-product-tray></slot>
      </div>`,
    )}
    <div part="bar" class="bar">
      ${unless(
        page.withoutTray,
        html`<button part="tray-button" class="button" type="button" aria-haspopup="dialog" ?hidden=${products === 0} @click=${onTray}>
          ${t.products(products)}
        </button>`,
      )}
      <div class="input">${unless(page.withoutChat, html`<slot name="chat-input"></slot>`)}</div>
      ${shop ? unless(page.withoutCart, html`<slot name="cart-button"><shopcast-cart-button></shopcast-cart-button></slot>`) : nothing}
    </div>
  </div>`;
}
