import type { ShowManifest, ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';
import type { ShopcastPanel, ShopcastSelectionChangedEvent } from '../events.js';
import type { ShopcastPlayer } from '../player/player.js';
import type { OpenPanel } from './panels.js';
import { placeKey } from './places.js';

/** A viewer who comes back later than this begins anew, ms. */
const keptFor = 30 * 60_000;
/** Who is less far behind the newest moment is live, ms. */
const liveWithin = 15_000;

/** Where a viewer was in a show when the page went away. */
export interface Place {
  /** Device ms. */
  readonly left: number;
  readonly playing: boolean;
  readonly sound: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** Server ms of the frame on screen; absent for who was live. */
  readonly at?: number;
  readonly fullWindow: boolean;
  readonly panel?: OpenPanel;
  /** What was chosen in the picker. */
  readonly choice?: { readonly productId: string; readonly selection: Readonly<Record<string, string>> };
}

/** The show that goes on. */
export interface ResumeHost extends LitElement {
  readonly manifest?: string;
  readonly manifestData?: ShowManifest;
  readonly session: ShowSession | undefined;
  readonly consent?: 'granted' | 'denied';
  fullWindow: boolean;
  openPanel(panel: ShopcastPanel, productId?: string): void;
}

/** What the show knows of its viewer now. */
export interface ResumeScene {
  readonly panel: OpenPanel | undefined;
  readonly player: ShopcastPlayer | undefined;
  /** What shows one product in full. */
  readonly sheets: readonly Element[];
  /** What was chosen in the picker last, on this page. */
  readonly chosen: ShopcastSelectionChangedEvent['detail'] | undefined;
}

/**
 * Lets a viewer go on where they were when a store's page gives way to the next: playhead, sound, open panel, chosen variant. Kept in this tab
 * alone, and only once the shopper has agreed.
 */
export class Resume implements ReactiveController {
  readonly #host: ResumeHost;
  readonly #scene: () => ResumeScene;
  /** What was chosen on the page before. */
  #choice: Place['choice'];
  #tried = false;

  constructor(host: ResumeHost, scene: () => ResumeScene) {
    this.#host = host;
    this.#scene = scene;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.#onLeave);
  }
  hostDisconnected(): void {
    removeEventListener('pagehide', this.#onLeave);
  }

  /** Goes to where the viewer was, once: when there is a session and the shopper has agreed. */
  follow(): void {
    const { session, consent } = this.#host;
    if (this.#tried || !session || consent !== 'granted') return;
    this.#tried = true;
    const place = this.#read();
    if (place) void this.#goTo(place, session);
  }

  async #goTo({ at, playing, sound, volume, fullWindow, panel, choice }: Place, session: ShowSession): Promise<void> {
    await this.#host.updateComplete;
    if (fullWindow) this.#host.fullWindow = true;
    const { player } = this.#scene();
    if (player && playing) {
      if (at !== undefined) session.seek(at);
      await customElements.whenDefined('shopcast-player');
      player.volume = volume;
      if (!sound) player.muted = true;
      void player.play();
    }
    if (!panel) return;
    this.#host.openPanel(panel.name, panel.productId);
    this.#choice = choice;
    if (choice && choice.productId === panel.productId)
      for (const sheet of this.#scene().sheets) Object.assign(sheet, { selection: choice.selection });
  }

  readonly #onLeave = (): void => {
    const { session, consent, fullWindow } = this.#host;
    if (!session || consent !== 'granted') return;
    const { player, panel, chosen = this.#choice } = this.#scene();
    const at = session.$playhead.get();
    const isLive = at === undefined || (session.$truth.get().phase !== 'ended' && session.$now.get() - at < liveWithin);
    this.#write({
      left: Date.now(),
      playing: player !== undefined && !player.paused,
      sound: player?.silent === false,
      volume: player?.volume ?? 1,
      fullWindow,
      ...(!isLive && { at }),
      ...(panel && { panel }),
      ...(chosen?.productId !== undefined && { choice: { productId: chosen.productId, selection: chosen.selection } }),
    });
  };

  /** Names the show among those of the page's origin; `undefined` for one that is not kept. */
  get #name(): string | undefined {
    const { manifest, manifestData, session } = this.#host;
    if (manifest !== undefined) return URL.canParse(manifest, document.baseURI) ? new URL(manifest, document.baseURI).href : undefined;
    return manifestData?.showId ?? session?.manifest.showId;
  }

  #write(place: Place): void {
    const name = this.#name;
    if (name === undefined) return;
    try {
      sessionStorage.setItem(placeKey + name, JSON.stringify(place));
    } catch {
      // A page that may keep nothing, or no more: the viewer begins anew.
    }
  }

  #read(): Place | undefined {
    const name = this.#name;
    if (name === undefined) return undefined;
    try {
      const place = readPlace(JSON.parse(sessionStorage.getItem(placeKey + name) ?? 'null'));
      return place && Date.now() - place.left < keptFor ? place : undefined;
    } catch {
      return undefined;
    }
  }
}

type Loose<T> = { readonly [Name in keyof T]?: unknown };

/** What was written, as far as it is what we write: anybody's script may write there. */
function readPlace(found: unknown): Place | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  const { left, playing, sound, volume, at, fullWindow, panel, choice } = found as Loose<Place>;
  if (typeof left !== 'number') return undefined;
  const { name, productId } = (panel ?? {}) as Loose<OpenPanel>;
  const { productId: chosenOf, selection } = (choice ?? {}) as Loose<NonNullable<Place['choice']>>;
  const isPanel = ['cart', 'tray', 'sheet', 'picker', 'chat'].includes(String(name));
  const values = Object.entries(selection ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    left,
    playing: playing === true,
    sound: sound === true,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : 1,
    fullWindow: fullWindow === true,
    ...(typeof at === 'number' && Number.isFinite(at) && { at }),
    ...(isPanel && { panel: { name: name as ShopcastPanel, ...(typeof productId === 'string' && { productId }) } }),
    ...(typeof chosenOf === 'string' && { choice: { productId: chosenOf, selection: Object.fromEntries(values) } }),
  };
}
