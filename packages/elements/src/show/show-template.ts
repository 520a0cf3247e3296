import type { ShowState } from '@shopcast/session';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import maximize from 'lucide/dist/esm/icons/maximize-2.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import { icon } from '../internal/icon.js';
import type { Messages } from '../messages/en.js';
import type { ViewPhase } from './phase-view.js';

/** A piece of the show that a page may leave out. */
export type ShowPiece = 'player' | 'badge' | 'card' | 'chat' | 'tray' | 'cart' | 'full-window';

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

/** The pieces a page leaves out. */
export function piecesLeftOut(page: WithoutPieces): ReadonlySet<ShowPiece> {
  const pieces: Record<ShowPiece, boolean> = {
    player: page.withoutPlayer,
    badge: page.withoutBadge,
    card: page.withoutCard,
    chat: page.withoutChat,
    tray: page.withoutTray,
    cart: page.withoutCart,
    'full-window': page.withoutFullWindow,
  };
  return new Set((Object.keys(pieces) as ShowPiece[]).filter(name => pieces[name]));
}

/** What the show is drawn from. */
export interface ShowScene {
  readonly phase: ViewPhase;
  readonly show: ShowState | undefined;
  readonly t: Messages;
  readonly without: ReadonlySet<ShowPiece>;
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
  const { phase, show, t, without, poster, fullWindow, onKey } = scene;
  const piece = (name: ShowPiece, content: TemplateResult): TemplateResult | typeof nothing => (without.has(name) ? nothing : content);
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
        ${piece('player', html`<slot name="player"><shopcast-player class="player" poster=${ifDefined(poster)}></shopcast-player></slot>`)}
        ${top(scene, piece)}
        <div part="state" class="state"><slot name=${stateSlot(phase)}>${scene.state}</slot></div>
        <div class="side"><slot name="reactions"></slot></div>
      </div>
      ${panel(scene, piece)}
    </div>
    <p part="notice" class="notice" ?hidden=${!scene.notice}>${scene.notice}</p>
    <slot name="sheet"><shopcast-product-sheet></shopcast-product-sheet></slot>
    ${piece('cart', html`<slot name="cart"><shopcast-cart-drawer></shopcast-cart-drawer></slot>`)}
    <div class="visually-hidden" role="status"></div>
  </div>`;
}

type Piece = (name: ShowPiece, content: TemplateResult) => TemplateResult | typeof nothing;

/** Whether the words stand in the video's place. A show that cannot be reached may still have a picture. */
function isCovered(phase: ViewPhase, show: ShowState | undefined): boolean {
  return phase === 'scheduled' || phase === 'ended' || (phase === 'unreachable' && !show?.streams.length);
}

/** Phases without words of their own have a slot that nobody fills. */
function stateSlot(phase: ViewPhase): string {
  return phase === 'opening' || phase === 'live' || phase === 'replay' ? `${phase}-words` : phase;
}

function top({ show, t, fullWindow, onFullWindow }: ShowScene, piece: Piece): TemplateResult {
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
    ${piece('badge', html`<slot name="badge"><shopcast-live-badge></shopcast-live-badge></slot>`)}
    <slot name="connection"><shopcast-connection></shopcast-connection></slot>
    ${piece(
      'full-window',
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

function panel({ show, t, shop, chat, onChat, onTray }: ShowScene, piece: Piece): TemplateResult {
  const products = show?.products.filter(({ withdrawnAt }) => withdrawnAt === undefined).length ?? 0;
  return html`<div part="panel" class="panel">
    <div class="announcement">
      <slot name="announcement"><shopcast-announcement></shopcast-announcement></slot>
    </div>
    ${piece('chat', html`<div class="chat" ?hidden=${!chat}><slot name="chat" @slotchange=${onChat}></slot></div>`)}
    ${piece(
      'card',
      html`<div class="card">
        <slot name="card"><shopcast-product-card></shopcast-product-card></slot>
      </div>`,
    )}
    ${piece(
      'tray',
      html`<div class="tray">
        <slot name="tray"><shopcast-product-tray></shopcast-product-tray></slot>
      </div>`,
    )}
    <div part="bar" class="bar">
      ${piece(
        'tray',
        html`<button part="tray-button" class="button" type="button" aria-haspopup="dialog" ?hidden=${products === 0} @click=${onTray}>
          ${t.products(products)}
        </button>`,
      )}
      <div class="input">${piece('chat', html`<slot name="chat-input"></slot>`)}</div>
      ${shop ? piece('cart', html`<slot name="cart-button"><shopcast-cart-button></shopcast-cart-button></slot>`) : nothing}
    </div>
  </div>`;
}
