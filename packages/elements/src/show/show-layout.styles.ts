import { css, unsafeCSS, type CSSResult } from 'lit';

/** An announcement above the card, not at the top of the video. */
const inFlow = css`
  position: static;
  max-inline-size: none;
  max-block-size: none;
  margin: 0;
`;

/** Card and bar follow the video. `window` is the box of the show inside `where`. */
function below(where: string, window = where): CSSResult {
  const [box, frame] = [unsafeCSS(where), unsafeCSS(window)];
  return css`
    ${box} .frame {
      grid-template: auto auto / minmax(0, 1fr);
      aspect-ratio: auto;
      max-block-size: none;
    }
    ${box} .panel {
      grid-area: 2 / 1;
      inline-size: 100%;
      block-size: auto;
      gap: var(--_space-xs);
      padding: var(--_space-s);
      background: var(--_surface);
    }
    ${box} .panel > :not(.tray) {
      color-scheme: inherit;
    }
    ${frame}[data-phase] .announcement {
      ${inFlow}
    }
    ${box} .card {
      min-block-size: 6.5rem;
    }
  `;
}

/**
 * Where the pieces of a show stand, by the size of the show and not of the screen:
 *
 *   over the video    a portrait video from 340 to 900 px: card and bar lie in its lowest third
 *   below the video   a landscape video below 900 px, and any in a box where a third of it is too little
 *   beside the video  from 900 px on, and on a phone held sideways in the full window
 *
 * Each takes the space it will need before anything has loaded.
 */
export const layout = css`
  :host {
    min-block-size: var(--_place, 0);
  }
  .frame {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    aspect-ratio: 9 / 16;
    inline-size: 100%;
    max-block-size: min(92dvb, var(--_max-height));
  }
  .stage,
  .panel {
    grid-area: 1 / 1;
  }

  /* Over the video. */
  .panel {
    z-index: 2;
    align-self: end;
    justify-self: center;
    justify-content: flex-end;
    inline-size: min(100%, 32rem);
    /* As high as it may get, so that nothing of it moves when something comes in. */
    block-size: calc(100% / 3);
    gap: 0.375rem;
    padding: 0 var(--_space-s) calc(var(--_space-xs) + env(safe-area-inset-bottom, 0px));
    pointer-events: none;
  }
  .panel > * {
    pointer-events: auto;
  }
  /* At the top, since the lowest third is full. Words about the line have no room beside host and badge: they come and go where a notice would. */
  .announcement,
  .top shopcast-connection,
  .top ::slotted([slot='connection']) {
    position: absolute;
    inset-block-start: calc(var(--_target) + var(--_space-s) + env(safe-area-inset-top, 0px));
    inset-inline: var(--_space-s);
    max-inline-size: 30rem;
    margin-inline: auto;
  }
  .announcement {
    max-block-size: calc(100% / 3 - var(--_target) - var(--_space-s));
  }
  .top shopcast-connection,
  .top ::slotted([slot='connection']) {
    z-index: 3;
    inline-size: fit-content;
    max-inline-size: calc(100% - 2 * var(--_space-s));
  }
  :is([data-phase='paused'], [data-phase='unreachable']):not([data-covered]) .announcement,
  :is([data-phase='paused'], [data-phase='unreachable']):not([data-covered]) .top shopcast-connection,
  :is([data-phase='paused'], [data-phase='unreachable']):not([data-covered]) .top ::slotted([slot='connection']) {
    margin-block-start: 4rem;
  }
  /* The sheets that open from here are the page's, not the video's. */
  .panel > :not(.tray) {
    color-scheme: dark;
    color: var(--_text);
  }
  .tray {
    --shopcast-tray-inline: none;
    display: contents;
  }
  .state {
    inset-block: calc(var(--_target) + var(--_space-m)) auto;
    padding-inline: var(--_space-m);
  }
  [data-covered] .state {
    inset-block: 0;
    justify-content: center;
    background: var(--_scrim);
  }
  :is([data-phase='paused'], [data-phase='unreachable']):not([data-covered]) .state {
    inline-size: fit-content;
    max-inline-size: calc(100% - 2 * var(--_space-s));
    margin-inline: auto;
    padding: var(--_space-xs) var(--_space-m);
    border-radius: var(--_radius-card);
    background: var(--_scrim);
    gap: 0;
    font-size: var(--_text-s);
  }
  :is([data-phase='paused'], [data-phase='unreachable']):not([data-covered]) .state p:first-child {
    font-size: var(--_text-m);
  }

  /* A low window: the words go up, since card and bar take more than their third. */
  @container shopcast-stage (max-height: 29rem) {
    :host(:not([landscape])) [data-covered] .state {
      justify-content: flex-start;
      padding-block-start: calc(var(--_target) + var(--_space-m));
    }
  }

  /* Below the video. */
  :host([landscape]) .stage {
    aspect-ratio: 16 / 9;
  }
  ${below(':host([landscape])', ':host([landscape]) .window')}
  :host([landscape]) .side {
    inset-block-end: var(--_space-xs);
  }
  @container shopcast-show (max-width: 339px) {
    :host(:not([landscape])) .window:not(:popover-open) .stage {
      aspect-ratio: 9 / 16;
    }
    ${below(':host(:not([landscape])) .window:not(:popover-open)')}
  }

  /* Beside the video. */
  @container shopcast-show (min-width: 900px) {
    .frame,
    :host([landscape]) .frame {
      grid-template: minmax(0, 1fr) / minmax(0, 1fr) var(--_panel-width);
      aspect-ratio: auto;
      block-size: min(86dvb, var(--_max-height));
      min-block-size: 30rem;
      max-block-size: none;
    }
    :host([landscape]) .frame {
      block-size: clamp(30rem, calc((100cqi - var(--_panel-width)) * 9 / 16), min(86dvb, var(--_max-height)));
    }
    :host([landscape]) .stage {
      aspect-ratio: auto;
    }
    .panel,
    :host([landscape]) .panel {
      grid-area: 1 / 2;
      align-self: stretch;
      justify-content: flex-start;
      inline-size: 100%;
      block-size: auto;
      padding: var(--_space-m);
      gap: var(--_space-m);
      background: var(--_surface);
      pointer-events: auto;
    }
    .panel > :not(.tray) {
      color-scheme: inherit;
    }
    /* Over the video: in the panel it would push everything down when it comes. */
    .window[data-phase] .announcement {
      inset-inline-end: calc(var(--_panel-width) + var(--_space-s));
      color-scheme: dark;
      color: var(--_text);
    }
    .top shopcast-connection,
    .top ::slotted([slot='connection']) {
      position: static;
      margin: 0;
    }
    /* Room for an offer with its countdown; what is shown besides stands in the list below. */
    .card {
      --shopcast-card-chips: none;
      min-block-size: 9.5rem;
    }
    .tray {
      --shopcast-tray-inline: block;
      display: block;
      flex: 2 1 0;
      min-block-size: 0;
      overflow-y: auto;
      order: 1;
    }
    .chat {
      order: 2;
    }
    .bar {
      order: 3;
      padding-block-start: var(--_space-s);
      border-block-start: 1px solid var(--_hairline);
    }
    .bar [part='tray-button'] {
      display: none;
    }
    .side {
      inset-block-end: var(--_space-m);
    }
  }

  /* The full window. */
  .window:popover-open {
    container: shopcast-show / size;
    border-radius: 0;
    position: fixed;
    inset: 0;
    inline-size: 100vi;
    block-size: 100dvb;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
  }
  .window:popover-open .frame {
    block-size: 100dvb;
    min-block-size: 0;
    max-block-size: none;
    aspect-ratio: auto;
  }
  :host([landscape]) .window:popover-open .frame {
    grid-template-rows: auto minmax(0, 1fr);
  }
  @container shopcast-show (min-width: 900px) {
    :host([landscape]) .window:popover-open .frame {
      grid-template-rows: minmax(0, 1fr);
    }
  }

  /* A phone held sideways: the video keeps its height, the panel gets narrow. */
  @container shopcast-show (max-height: 500px) and (min-width: 560px) {
    .window:popover-open .frame,
    :host([landscape]) .window:popover-open .frame {
      grid-template: minmax(0, 1fr) / minmax(0, 1fr) min(20rem, 42%);
    }
    .panel,
    :host([landscape]) .panel {
      grid-area: 1 / 2;
      align-self: stretch;
      inline-size: 100%;
      block-size: auto;
      padding-inline-end: calc(var(--_space-s) + env(safe-area-inset-right, 0px));
    }
    :host([landscape]) .stage {
      aspect-ratio: auto;
    }
    .window[data-phase] .announcement {
      ${inFlow}
    }
  }
`;
