import { css } from 'lit';

/**
 * A sheet: from the bottom on a phone, from the inline end on wide screens. Markup: `dialog.sheet > header.grip + div.content + footer`.
 * The sheet is as high as its content, to 85 % of the screen; the content scrolls, header and footer stay.
 */
export const sheet = css`
  .sheet {
    position: fixed;
    inset: auto 0 0;
    inline-size: 100%;
    max-inline-size: 100%;
    max-block-size: 85dvb;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-sheet) var(--_radius-sheet) 0 0;
    background: var(--_surface);
    color: var(--_text);
    overflow: hidden;
    overscroll-behavior: contain;
    box-shadow: 0 -8px 32px rgb(0 0 0 / 0.24);
  }
  .sheet[open] {
    display: flex;
    flex-direction: column;
    animation: appear var(--_motion) ease-out;
  }
  .sheet::backdrop {
    background: rgb(0 0 0 / 0.32);
    animation: fade-in var(--_motion) ease-out;
  }
  .sheet .grip {
    position: relative;
    flex: none;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-s);
    padding: var(--_space-s) var(--_space-m) var(--_space-xs);
    touch-action: none;
  }
  .sheet .grip::before {
    content: '';
    position: absolute;
    inset-block-start: 6px;
    inset-inline-start: calc(50% - 18px);
    inline-size: 36px;
    block-size: 4px;
    border-radius: 2px;
    background: var(--_hairline);
  }
  .sheet h2 {
    margin: 0;
    font-size: var(--_text-l);
    line-height: 1.25;
  }
  .sheet .content {
    flex: auto;
    min-block-size: 0;
    overflow-y: auto;
    padding: 0 var(--_space-m) var(--_space-m);
  }
  .sheet footer {
    flex: none;
    padding: var(--_space-s) var(--_space-m) calc(var(--_space-s) + env(safe-area-inset-bottom, 0px));
    border-block-start: 1px solid var(--_hairline);
  }
  @media (min-width: 700px) {
    .sheet {
      inset: 0 0 0 auto;
      inline-size: min(26rem, 100%);
      max-block-size: none;
      block-size: 100dvb;
      border-radius: 0;
      border-start-start-radius: var(--_radius-sheet);
      border-end-start-radius: var(--_radius-sheet);
    }
    .sheet:dir(rtl) {
      inset: 0 auto 0 0;
    }
    .sheet .grip::before {
      content: none;
    }
    .sheet .grip {
      touch-action: auto;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  @keyframes fade-in {
    from {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .sheet {
      border: 1px solid CanvasText;
    }
  }
`;
