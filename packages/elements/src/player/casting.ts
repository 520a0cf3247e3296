import type { LitElement, ReactiveController } from 'lit';

/** What WebKit adds to a `<video>` for AirPlay; TypeScript does not know it. */
interface AirPlayVideo extends HTMLVideoElement {
  webkitShowPlaybackTargetPicker?: () => void;
}
type AirPlayEvent = Event & { readonly availability?: 'available' | 'not-available' };

const airPlayChange = 'webkitplaybacktargetavailabilitychanged';

/**
 * Playing on another device: AirPlay where WebKit has it, the Remote Playback API elsewhere. The browser alone knows whether a device is there that
 * can play what the video plays now; for a video fed through Media Source Extensions most say that there is none, since such a device would need an
 * address it can fetch by itself.
 */
export class Casting implements ReactiveController {
  readonly #host: LitElement;
  readonly #video: AirPlayVideo;
  #available = false;
  #watch: number | undefined;
  #connected = false;

  constructor(host: LitElement, video: HTMLVideoElement) {
    this.#host = host;
    this.#video = video;
    host.addController(this);
  }

  /** There is a device to play on. */
  get available(): boolean {
    return this.#available;
  }

  hostConnected(): void {
    this.#connected = true;
    if (this.#video.webkitShowPlaybackTargetPicker) this.#video.addEventListener(airPlayChange, this.#onAirPlay);
    else void this.#watchRemote();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#video.removeEventListener(airPlayChange, this.#onAirPlay);
    this.#stopWatching();
    this.#set(false);
  }

  /** Lets the viewer choose a device, in the browser's own list. Needs a gesture. */
  choose(): void {
    if (this.#video.webkitShowPlaybackTargetPicker) this.#video.webkitShowPlaybackTargetPicker();
    // Rejected when the viewer closes the list, or the device has just gone.
    else void this.#remote?.prompt().catch(() => undefined);
  }

  /** Firefox has none. */
  get #remote(): RemotePlayback | undefined {
    return this.#video.remote;
  }

  async #watchRemote(): Promise<void> {
    // A browser that cannot look for devices in the background rejects: then there is no button, rather than one that may lead nowhere.
    const watch = await this.#remote?.watchAvailability(available => this.#connected && this.#set(available)).catch(() => undefined);
    this.#watch = watch;
    if (!this.#connected) this.#stopWatching();
  }

  #stopWatching(): void {
    if (this.#watch === undefined) return;
    void this.#remote?.cancelWatchAvailability(this.#watch).catch(() => undefined);
    this.#watch = undefined;
  }

  readonly #onAirPlay = (event: AirPlayEvent): void => this.#set(event.availability === 'available');

  #set(available: boolean): void {
    if (available === this.#available) return;
    this.#available = available;
    this.#host.requestUpdate();
  }
}
