/** Every event of the running show, as its log tells anybody. @param {{ urls: Record<string, string>, showId: string }} stack */
export async function eventsIn({ urls, showId }) {
  const log = await (await fetch(`${urls.room}/shows/${showId}/log.jsonl`)).text();
  return log
    .trim()
    .split('\n')
    .slice(1)
    .map(line => JSON.parse(line));
}
