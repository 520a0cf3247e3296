/** What the lock screen and media keys show and do. */
export interface NowPlaying {
  readonly title: string;
  readonly artist: string | undefined;
  readonly artwork: string | undefined;
  readonly play: () => void;
  readonly pause: () => void;
  /** Moves by seconds, backwards when negative. */
  readonly skip: (seconds: number) => void;
}

const skipTime = 10;
const actions = ['play', 'pause', 'seekbackward', 'seekforward'] as const;
/** The page has one media session; the player that started last has it. */
let owner: object | undefined;

/** Shows a player on the lock screen, and lets media keys reach it. */
export function takeMediaSession(player: object, { title, artist, artwork, play, pause, skip }: NowPlaying): void {
  if (!('mediaSession' in navigator)) return;
  owner = player;
  const { mediaSession } = navigator;
  mediaSession.metadata = new MediaMetadata({ title, ...(artist && { artist }), ...(artwork && { artwork: [{ src: artwork }] }) });
  const by = (sign: number) => (details: MediaSessionActionDetails) => skip(sign * (details.seekOffset ?? skipTime));
  const handlers = { play, pause, seekbackward: by(-1), seekforward: by(1) };
  for (const action of actions) handle(action, handlers[action]);
}

/** Gives the lock screen back, if this player has it. */
export function leaveMediaSession(player: object): void {
  if (owner !== player) return;
  owner = undefined;
  navigator.mediaSession.metadata = null;
  for (const action of actions) handle(action, null);
}

function handle(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
  try {
    navigator.mediaSession.setActionHandler(action, handler);
  } catch {
    // A browser without this action.
  }
}

/** Keeps the screen awake while wished and while the page is seen. */
export class ScreenLock {
  #wished = false;
  #lock: Promise<WakeLockSentinel | undefined> | undefined;

  set(wished: boolean): void {
    if (wished === this.#wished) return;
    this.#wished = wished;
    if (wished) document.addEventListener('visibilitychange', this.#take);
    else document.removeEventListener('visibilitychange', this.#take);
    if (wished) this.#take();
    else void this.#release();
  }

  /** The system takes a lock away when the page is hidden. */
  readonly #take = (): void => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    void this.#release();
    // Refused when the battery is low: the screen then does as the phone is set.
    this.#lock = navigator.wakeLock.request('screen').catch(() => undefined);
  };

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await (await lock)?.release().catch(() => undefined);
  }
}

/** Whether the viewer asked for little data. */
export const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false;

/** Tells the browser where the video will come from, and what of it will be wanted first. Returns how to take that back. */
export function hintStreams(urls: readonly string[], preload: readonly string[]): () => void {
  const links = new Map<string, HTMLLinkElement>();
  const add = (key: string, properties: Partial<HTMLLinkElement>): void => {
    if (!links.has(key)) links.set(key, Object.assign(document.createElement('link'), { crossOrigin: 'anonymous' }, properties));
  };
  for (const url of urls) {
    const origin = URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).origin : location.origin;
    if (origin !== location.origin) add(origin, { rel: 'preconnect', href: origin });
  }
  for (const url of preload) add(url, { rel: 'preload', as: 'fetch', href: url });
  document.head.append(...links.values());
  return () => links.forEach(link => link.remove());
}
