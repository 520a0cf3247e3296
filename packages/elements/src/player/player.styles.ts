import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: relative;
    aspect-ratio: var(--_aspect, 16 / 9);
    overflow: hidden;
    color-scheme: dark;
  }
  .window {
    container: shopcast-player / size;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    background: var(--shopcast-stage, #101113);
    color: var(--_text);
    outline: none;
  }
  .window:popover-open {
    position: fixed;
    inset: 0;
    inline-size: 100dvi;
    block-size: 100dvb;
    max-inline-size: none;
    max-block-size: none;
  }
  .media,
  .media > :is(video, canvas, img) {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--shopcast-player-fit, contain);
  }
  .media > [hidden] {
    display: none;
  }
  .sound-only {
    position: absolute;
    inset-block-start: var(--_space-l);
    inset-inline: 0;
    inline-size: fit-content;
    margin: 0 auto;
    padding: var(--_space-2xs) var(--_space-s);
    border-radius: var(--_radius-chip);
    background: var(--_scrim);
    font-size: var(--_text-s);
  }

  .over {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-xs);
    min-inline-size: var(--_target);
    min-block-size: var(--_target);
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--_radius-control);
    background: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  .over:focus-visible {
    outline-offset: -2px;
    background: var(--_scrim);
  }
  .over.worded {
    padding-inline: var(--_space-s) var(--_space-m);
    border-radius: var(--_radius-chip);
    background: var(--_scrim);
    font-size: var(--_text-s);
    font-weight: 600;
    white-space: nowrap;
  }
  .over[aria-pressed='true'] {
    background: var(--_text);
    color: #101113;
  }
  @media (hover: hover) {
    .over:hover:not([aria-pressed='true']) {
      background: rgb(0 0 0 / 0.85);
    }
  }
  .start {
    position: absolute;
    inset: calc(50% - 2rem) auto auto calc(50% - 2rem);
    inline-size: 4rem;
    block-size: 4rem;
    border-radius: 50%;
    background: var(--_scrim);
  }
  .start svg {
    inline-size: 1.75rem;
    block-size: 1.75rem;
    fill: currentcolor;
  }
  .sound {
    position: absolute;
    inset-block-start: calc(var(--_space-s) + var(--shopcast-player-inset-start, 0px) + env(safe-area-inset-top, 0px));
    inset-inline-start: var(--_space-s);
  }
  .busy {
    position: absolute;
    inset: calc(50% - 1.25rem) auto auto calc(50% - 1.25rem);
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border: 3px solid rgb(255 255 255 / 0.35);
    border-block-start-color: #fff;
    border-radius: 50%;
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 0.8));
    opacity: 0;
    animation: appear 0s 400ms forwards;
  }
  @media (prefers-reduced-motion: no-preference) {
    .busy {
      animation:
        appear 0s 400ms forwards,
        turn 1s linear infinite;
    }
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .words {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--_space-xs);
    padding: var(--_space-m);
    overflow: auto;
    background: var(--_scrim);
    text-align: center;
  }
  .words p {
    margin: 0;
    max-inline-size: 36ch;
    font-size: var(--_text-s);
  }
  .words .title {
    font-size: var(--_text-m);
    font-weight: 600;
  }
  .words .button {
    margin-block-start: var(--_space-xs);
  }

  .captions {
    position: absolute;
    inset-block-end: calc(var(--_space-m) + var(--shopcast-player-inset-end, 0px) + env(safe-area-inset-bottom, 0px));
    inset-inline: var(--_space-m);
    text-align: center;
    font-size: calc(clamp(0.875rem, 0.5rem + 2cqi, 1.5rem) * var(--_caption-scale, 1));
    line-height: 1.35;
    pointer-events: none;
  }
  .captions.small {
    --_caption-scale: 0.8;
  }
  .captions.large {
    --_caption-scale: 1.5;
  }
  .captions p {
    margin: 0;
  }
  .captions span {
    padding: 0.1em 0.4em;
    border-radius: 0.2em;
    background: var(--shopcast-caption-background, rgb(0 0 0 / 0.8));
    color: var(--shopcast-caption-text, #fff);
    box-decoration-break: clone;
    overflow-wrap: anywhere;
  }
  .window:not(.quiet):has(.controls) .captions {
    inset-block-end: calc(6rem + var(--shopcast-player-inset-end, 0px) + env(safe-area-inset-bottom, 0px));
  }

  .controls {
    position: absolute;
    inset-inline: 0;
    inset-block-end: var(--shopcast-player-inset-end, 0px);
    padding: var(--_space-l) var(--_space-xs) calc(var(--_space-2xs) + env(safe-area-inset-bottom, 0px));
    background: linear-gradient(transparent, rgb(0 0 0 / 0.8) 45%);
  }
  .controls .over {
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 0.9));
  }
  /* With large text the buttons take two rows. */
  .row {
    flex-wrap: wrap;
    display: flex;
    align-items: center;
    gap: var(--_space-2xs);
  }
  .gap {
    flex: 1;
  }
  .quiet .controls:not(:focus-within) {
    opacity: 0;
    pointer-events: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .controls,
    .captions {
      transition:
        opacity var(--_motion) ease-out,
        inset-block-end var(--_motion) ease-out;
    }
  }
  .live,
  .time {
    display: inline-flex;
    align-items: center;
    gap: var(--_space-2xs);
    padding-inline: var(--_space-xs);
    font-size: var(--_text-s);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .dot {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: var(--_live);
  }
  /* With larger or wider letters the words take two lines rather than run out. */
  .over.to-live {
    flex: 0 1 auto;
    min-inline-size: 0;
    padding-inline: var(--_space-s);
    line-height: 1.1;
    white-space: normal;
  }
  .position {
    display: block;
    inline-size: calc(100% - 2 * var(--_space-xs));
    block-size: 1.5rem;
    margin: 0 var(--_space-xs);
    accent-color: var(--shopcast-player-accent, #fff);
    cursor: pointer;
  }
  .settings {
    position: absolute;
    inset-block-end: calc(100% - var(--_space-l));
    inset-inline-end: var(--_space-xs);
    display: grid;
    gap: var(--_space-xs);
    max-inline-size: calc(100% - 2 * var(--_space-xs));
    max-block-size: min(16rem, calc(100cqb - 8rem));
    padding: var(--_space-s);
    overflow: auto;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-card);
    background: var(--_surface);
    font-size: var(--_text-s);
  }
  .settings label {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-m);
  }
  .settings select {
    min-block-size: var(--_target);
    min-inline-size: 8rem;
    max-inline-size: 12rem;
    padding-inline: var(--_space-xs);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    font-size: var(--_text-m);
  }
  @container shopcast-player (max-width: 25rem) {
    .roomy {
      display: none;
    }
    .row {
      gap: 0;
    }
  }
  /* Captions are chosen among the settings too. */
  @container shopcast-player (max-width: 21.25rem) {
    .captions-button {
      display: none;
    }
    .to-live {
      padding-inline: var(--_space-xs);
      font-size: var(--_text-xs);
    }
  }
  @container shopcast-player (max-height: 15rem) {
    .settings {
      inset-block-end: var(--_space-2xs);
      max-block-size: calc(100cqb - 1rem);
    }
  }
  @media (forced-colors: active) {
    .over,
    .controls,
    .words,
    .sound-only {
      background: Canvas;
      border: 1px solid ButtonText;
    }
    .dot {
      forced-color-adjust: none;
    }
  }
`;
