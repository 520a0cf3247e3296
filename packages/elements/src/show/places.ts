/** What `sessionStorage` knows a place by; the address or id of the show follows. The loader of the script tag looks for it too. */
export const placeKey = 'shopcast:place:';

/** Erases where the viewer was, in all shows of the tab. */
export function forgetPlaces(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(placeKey)) sessionStorage.removeItem(key);
  } catch {
    // A page that may keep nothing has nothing to erase.
  }
}
