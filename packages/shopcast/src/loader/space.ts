/**
 * The space a show will take, by the tokens and at the widths of packages/elements/src/show/show-layout.styles.ts: a test compares the two. `--s` is the height
 * of the video, `--h` that of the video with the panel below it.
 * @param box what takes the space, inside a container as wide as the show
 * @param landscape the same in a show for landscape video
 */
export const space = (box: string, landscape: string): string => String.raw`
  ${box} {
    --m: var(--shopcast-max-height, 56rem);
    --p: var(--shopcast-panel-width, 24rem);
    --s: calc(100cqw * 16 / 9);
    --h: calc(var(--s) + 12.25rem);
    height: min(var(--s), 92dvb, var(--m));
  }
  ${landscape} {
    --s: calc(100cqw * 9 / 16);
    height: var(--h);
  }
  @container (max-width: 339px) {
    ${box} {
      height: var(--h);
    }
  }
  @container (min-width: 900px) {
    ${box} {
      height: min(86dvb, var(--m));
      min-height: 30rem;
    }
    ${landscape} {
      height: clamp(30rem, (100cqw - var(--p)) * 9 / 16, min(86dvb, var(--m)));
    }
  }
`;
