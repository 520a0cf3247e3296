/** A track a viewer can read. */
export interface CaptionTrack {
  /** BCP 47; empty where the stream does not say. */
  readonly language: string;
  readonly label: string;
}

const isReadable = ({ kind }: TextTrack): boolean => kind === 'captions' || kind === 'subtitles';
const sameTrack = (a: CaptionTrack, b: CaptionTrack): boolean => a.language === b.language && a.label === b.label;

/**
 * The captions of a video: those in the stream and those of the page, in one list. The texts of the moment are handed on and drawn by the
 * player, so that they can be styled, made larger, and moved out of the way of what lies over the video; in picture-in-picture the browser draws.
 */
export class Captions {
  readonly #video: HTMLVideoElement;
  readonly #onChange: () => void;
  #ending: AbortController | undefined;
  #following: TextTrack | undefined;
  #wanted: CaptionTrack | undefined;

  constructor(video: HTMLVideoElement, onChange: () => void) {
    this.#video = video;
    this.#onChange = onChange;
  }

  start(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    for (const type of ['addtrack', 'removetrack', 'change']) this.#video.textTracks.addEventListener(type, this.#apply, { signal });
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) this.#video.addEventListener(type, this.#apply, { signal });
    this.#apply();
  }

  stop(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    this.#follow(undefined);
  }

  /** What there is to choose from. A stream that came back brings its tracks again; the newest stand. */
  get tracks(): readonly CaptionTrack[] {
    const all = [...this.#video.textTracks].filter(isReadable).map(({ language, label }) => ({ language, label: label || language }));
    return all.filter((track, index) => all.findIndex(other => sameTrack(track, other)) === index);
  }

  get selected(): CaptionTrack | undefined {
    return this.tracks.find(track => this.#wanted && sameTrack(track, this.#wanted));
  }

  /** Shows a track, also one that is still to come; `undefined` shows none. */
  select(track: CaptionTrack | undefined): void {
    this.#wanted = track;
    this.#apply();
    this.#onChange();
  }

  /** The track that suits a language best: the same, or one of the same tongue. */
  trackFor(language: string): CaptionTrack | undefined {
    const wanted = language.toLowerCase();
    const tongue = wanted.split('-')[0];
    const { tracks } = this;
    return (
      tracks.find(track => track.language.toLowerCase() === wanted) ??
      tracks.find(track => track.language.toLowerCase().split('-')[0] === tongue)
    );
  }

  /** The texts of this moment, as plain text, a line each. */
  get lines(): readonly string[] {
    if (this.#inPictureInPicture) return [];
    const cues = [...(this.#following?.activeCues ?? [])].filter((cue): cue is VTTCue => cue instanceof VTTCue);
    return cues.flatMap(cue => (cue.getCueAsHTML().textContent ?? '').split('\n')).filter(line => line.trim() !== '');
  }

  get #inPictureInPicture(): boolean {
    return (this.#video.getRootNode() as ShadowRoot).pictureInPictureElement === this.#video;
  }

  readonly #apply = (): void => {
    const matching = [...this.#video.textTracks].filter(
      track =>
        isReadable(track) &&
        this.#wanted !== undefined &&
        sameTrack({ language: track.language, label: track.label || track.language }, this.#wanted),
    );
    const chosen = matching.at(-1);
    const mode = this.#inPictureInPicture ? 'showing' : 'hidden';
    for (const track of this.#video.textTracks) {
      if (!isReadable(track)) continue;
      const wished = track === chosen ? mode : 'disabled';
      if (track.mode !== wished) track.mode = wished;
    }
    this.#follow(chosen);
    this.#onChange();
  };

  #follow(track: TextTrack | undefined): void {
    if (track === this.#following) return;
    this.#following?.removeEventListener('cuechange', this.#onChange);
    this.#following = track;
    track?.addEventListener('cuechange', this.#onChange);
  }
}

/** Brings the `<track>` elements a page has put into the player to its video, which stands in another tree. */
export class SlottedTracks {
  readonly #video: HTMLVideoElement;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  readonly onSlotChange = (event: Event): void => {
    const given = (event.target as HTMLSlotElement).assignedElements().filter(element => element instanceof HTMLTrackElement);
    const wanted = given.map(track => track.cloneNode() as HTMLTrackElement);
    // Captions that lie elsewhere are only read with permission, and a video asks for that as a whole.
    if (wanted.some(({ src }) => new URL(src, document.baseURI).origin !== location.origin)) this.#video.crossOrigin = 'anonymous';
    for (const track of wanted) track.default = false;
    this.#video.replaceChildren(...wanted);
  };
}
