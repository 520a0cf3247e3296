/**
 * A UUID of version 4 (RFC 9562) from 16 random bytes: `uuid(crypto.getRandomValues(new Uint8Array(16)))`. Pages without HTTPS, such as a
 * shop tried out in the office network, have no `crypto.randomUUID`.
 */
export function uuid(random: Uint8Array): string {
  const hex = Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((random[8]! & 0x3f) | 0x80).toString(16);
  return hex.replace(/^(.{8})(.{4}).(.{3})..(.{2})/, `$1-$2-4$3-${variant}$4-`);
}
