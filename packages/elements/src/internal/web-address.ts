/** An address of the web as a shop told it; `undefined` for one of another kind, which would run as code in the page. */
export function webAddress(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url, document.baseURI)) return undefined;
  const address = new URL(url, document.baseURI);
  return /^https?:$/.test(address.protocol) ? address.href : undefined;
}
