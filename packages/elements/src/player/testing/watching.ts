import type { ShopcastPlayerState } from '../../events.js';
import type { ShopcastPlayer } from '../player.js';

/** Where the test videos are streamed from. */
export const { url: origin } = (await (await fetch('/__live-origin')).json()) as { readonly url: string };

/** There, what is appended before the buffered range never shows up in it, and hls.js takes the gap for a hole and skips it. */
export const cannotRewind = navigator.userAgent.includes('Linux') && navigator.vendor.startsWith('Apple');

let count = 0;
/** Streams are told apart by name, so that breaking one breaks no other test's. */
export const stream = (mode: 'vod' | 'live' | 'll', name = `s${Date.now()}-${count++}`) => ({
  name,
  url: `${origin}/${name}/${mode}/main.m3u8`,
});
export const control = async (name: string, order: { fault?: string; tags?: string[] }) => {
  await fetch(`${origin}/control?stream=${name}`, { method: 'POST', body: JSON.stringify(order) });
};
/** What has been asked of a stream, as the origin counts. */
export const asked = async (name: string) =>
  ((await (await fetch(`${origin}/control?stream=${name}`)).json()) as { asked: string[] }).asked;
export const videoOf = (player: ShopcastPlayer) => player.shadowRoot!.querySelector('video')!;
export const part = (player: ShopcastPlayer, name: string) => player.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);

/** Resolves as soon as something holds, looked at with each event of a kind. */
export const when = (target: EventTarget, types: readonly string[], holds: () => boolean) =>
  new Promise<void>(resolve => {
    const look = () => {
      if (!holds()) return;
      for (const type of types) target.removeEventListener(type, look);
      resolve();
    };
    for (const type of types) target.addEventListener(type, look);
    look();
  });
export const inState = (player: ShopcastPlayer, state: ShopcastPlayerState) =>
  when(player, ['shopcast-player-state'], () => player.state === state);
export const moves = async (player: ShopcastPlayer, seconds = 0.5) => {
  await when(player, ['timeupdate', 'seeked'], () => !videoOf(player).seeking);
  const from = player.currentTime;
  await when(player, ['timeupdate'], () => player.state === 'playing' && player.currentTime > from + seconds);
};
export const shows = async (player: ShopcastPlayer, name: string) => {
  await when(player, ['timeupdate'], () => part(player, name) !== null);
  return part(player, name)!;
};
