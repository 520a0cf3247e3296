/** What a calendar is told of a show. Times in ms since 1970. */
export interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  readonly startsAt: number;
  /** Ms. Default one hour: a show does not know its end. */
  readonly lasts?: number;
  readonly description?: string | undefined;
  /** Where to watch. */
  readonly url?: string;
  /** When the file was made. */
  readonly now: number;
}

const hour = 3_600_000;
const reminderMinutes = 10;

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')
    // Half a character, as a cut text may end with: no address can hold it.
    .replace(/\p{Surrogate}/gu, '\ufffd');

/** Lines longer than 75 bytes go on in the next line, behind a space (RFC 5545, 3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (bytes + size > (parts.length > 0 ? 74 : 75)) {
      parts.push(part);
      part = '';
      bytes = 0;
    }
    part += letter;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}

/** A calendar file (RFC 5545) with one entry and a reminder ten minutes before. */
export function calendarFile(entry: CalendarEntry): string {
  const { id, title, startsAt, lasts = hour, description, url, now } = entry;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Shopcast//Show//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(id)}@shopcast`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(startsAt)}`,
    `DTEND:${stamp(startsAt + lasts)}`,
    `SUMMARY:${escaped(title)}`,
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    ...(url ? [`URL:${url}`] : []),
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:-PT${reminderMinutes}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** The file as the address of a download link: no request, no object to give back. */
export function calendarLink(entry: CalendarEntry): string {
  return `data:text/calendar;charset=utf-8,${encodeURIComponent(calendarFile(entry))}`;
}
