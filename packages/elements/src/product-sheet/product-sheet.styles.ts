import { css } from 'lit';

export const styles = css`
  :host {
    display: contents;
  }
  /* As high as it may get from the beginning: what the shop tells later does not push it up. */
  @media (max-width: 699.98px) {
    .sheet {
      block-size: 85dvb;
    }
  }
  .sheet .grip {
    align-items: flex-start;
  }
  .sheet h2 {
    padding-block-start: 0.6rem;
    overflow-wrap: anywhere;
    font-size: var(--_text-m);
  }
  .sheet .grip .button {
    flex: none;
  }
  .content {
    display: flex;
    flex-direction: column;
    gap: var(--_space-m);
  }
  .content > * {
    flex: none;
  }
  .flash {
    display: grid;
    gap: var(--_space-2xs);
  }
  .flash .price-now {
    font-size: var(--_text-l);
  }
  p {
    margin: 0 0 var(--_space-xs);
    overflow-wrap: anywhere;
  }
  .description {
    max-inline-size: 65ch;
  }
  .muted,
  .calm {
    color: var(--_muted);
    font-size: var(--_text-s);
  }
  .more {
    display: grid;
    gap: var(--_space-m);
    min-block-size: 1px;
  }
`;
