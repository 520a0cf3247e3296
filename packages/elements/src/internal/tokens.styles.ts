import { css } from 'lit';

/**
 * The tokens of look.md, each a public `--shopcast-*` property with its default. Elements use the short `--_*` aliases, so that a
 * default stands in one place. `color-scheme` decides between light and dark; over video the show sets it to dark.
 */
export const tokens = css`
  :host {
    --_surface: var(--shopcast-surface, light-dark(#ffffff, #17181b));
    --_surface-2: var(--shopcast-surface-2, light-dark(#f4f3f1, #222428));
    --_text: var(--shopcast-text, light-dark(#1b1c1e, #f3f2ef));
    --_muted: var(--shopcast-muted, light-dark(#5c5f66, #a9acb3));
    --_hairline: var(--shopcast-hairline, light-dark(#dedcd7, #3a3d43));
    --_control-border: var(--shopcast-control-border, light-dark(#85888f, #7d8189));
    --_accent: var(--shopcast-accent, light-dark(#1f4fd8, #9db8ff));
    --_on-accent: var(--shopcast-on-accent, light-dark(#ffffff, #0b1430));
    --_live: var(--shopcast-live, light-dark(#c8102e, #ff6b7d));
    --_offer: var(--shopcast-offer, light-dark(#8a4b00, #ffb84d));
    --_danger: var(--shopcast-danger, light-dark(#b3261e, #ff8a80));
    --_scrim: var(--shopcast-scrim, rgb(0 0 0 / 0.72));
    --_focus: var(--shopcast-focus, light-dark(#1f4fd8, #9db8ff));

    --_space-2xs: var(--shopcast-space-2xs, 0.25rem);
    --_space-xs: var(--shopcast-space-xs, 0.5rem);
    --_space-s: var(--shopcast-space-s, 0.75rem);
    --_space-m: var(--shopcast-space-m, 1rem);
    --_space-l: var(--shopcast-space-l, 1.5rem);

    --_radius-card: var(--shopcast-radius-card, 0.75rem);
    --_radius-control: var(--shopcast-radius-control, 0.5rem);
    --_radius-chip: var(--shopcast-radius-chip, 999px);
    --_radius-sheet: var(--shopcast-radius-sheet, 1rem);

    --_text-xs: var(--shopcast-text-xs, 0.75rem);
    --_text-s: var(--shopcast-text-s, 0.875rem);
    --_text-m: var(--shopcast-text-m, 1rem);
    --_text-l: var(--shopcast-text-l, 1.25rem);

    --_motion: var(--shopcast-motion, 200ms);
    --_target: var(--shopcast-target, 2.75rem);

    box-sizing: border-box;
    font-family: var(--shopcast-font, inherit);
    line-height: 1.4;
    color: var(--_text);
  }
  :host([hidden]) {
    display: none !important;
  }
  /* Whoever wants no motion gets none of ours. */
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0s;
    }
  }
  *,
  ::before,
  ::after {
    box-sizing: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    border: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** The buttons of every element: `button`, `button primary`, `button quiet`, `button icon`. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-xs);
    min-block-size: var(--_target);
    min-inline-size: var(--_target);
    padding: 0 var(--_space-m);
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    color: var(--_text);
    font-weight: 600;
    cursor: pointer;
    text-align: center;
    touch-action: manipulation;
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.quiet {
    border-color: transparent;
    background: transparent;
  }
  .button.icon {
    padding: 0;
    inline-size: var(--_target);
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  @media (hover: hover) {
    .button:hover:not(:disabled, [aria-disabled='true']) {
      background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    }
    .button.primary:hover:not(:disabled, [aria-disabled='true']) {
      background: color-mix(in srgb, var(--_text) 16%, var(--_accent));
    }
  }
  @media (forced-colors: active) {
    .button.primary {
      border-color: ButtonText;
    }
  }
`;
