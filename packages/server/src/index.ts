export { defaultConfig, loadConfig, type OrderHookConfig, type ServerConfig, type WebhookConfig } from './config/config.js';
export { startServer, type ServerOptions, type ShopcastServer } from './server.js';
export type { HostedShow, Rooms } from './rooms/rooms.js';
export { keyRingOf, loadKeyRing, newSecret, rotateKeys, type KeyRing, type SigningKey } from './tokens/keys.js';
export { signToken, verifyToken, type TokenClaims, type TokenRole, type VerifiedClaims } from './tokens/tokens.js';
export { openStore, type Store } from './store/store.js';
