import { expect } from '@open-wc/testing';
import { calendarFile, calendarLink } from './calendar-file.js';

describe('a calendar file', () => {
  it('is what RFC 5545 asks for', () => {
    const file = calendarFile({
      id: 'a',
      title: 'Tea, linen; and \\ more\nfor everybody '.repeat(4),
      startsAt: Date.UTC(2030, 0, 2, 14),
      now: Date.UTC(2030, 0, 1),
      description: '茶'.repeat(80),
    });
    const lines = file.split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).to.be.at.most(75);
    const unfolded = file.replaceAll('\r\n ', '');
    expect(unfolded).to.include('SUMMARY:Tea\\, linen\\; and \\\\ more\\nfor everybody ');
    expect(unfolded).to.include(`DESCRIPTION:${'茶'.repeat(80)}\r\n`);
    expect(unfolded).to.include('DTSTAMP:20300101T000000Z\r\nDTSTART:20300102T140000Z\r\nDTEND:20300102T150000Z');
    expect(lines.at(-1)).to.equal('');
  });

  it('is an address whatever the title', () => {
    const link = calendarLink({ id: 'a', title: 'Half a smile \ud83d', startsAt: 0, now: 0 });
    expect(decodeURIComponent(link)).to.include('SUMMARY:Half a smile \ufffd\r\n');
  });
});
