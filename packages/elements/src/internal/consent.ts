import { atom, type WritableAtom } from 'nanostores';

/** Whether the shopper lets the page keep something on the device; see `createTokenStore`. */
export const consentStore = (granted: boolean): WritableAtom<boolean> => atom(granted);
