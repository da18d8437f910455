/** Times, units and kinds of files that people really have; numbers are those of the field table. */
import { describe, expect, it } from 'vitest';
import { lines, refusal, taken } from '../../testing/intake.ts';
import type { Imported } from '../import.ts';

const T = 1_700_000_000;
const mean = ({ workload: { rates } }: Imported): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const notes = (imported: Imported): string => imported.notes.join(' ');
const wave = (i: number): string => (10 + 5 * Math.sin(i / 7)).toFixed(3);
/** Mean of the wave over its samples, each held for a step. */
const waveMean = (count: number): number =>
  Array.from({ length: count }, (_, i) => Number(wave(i))).reduce((a, b) => a + b, 0) / count;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('times and their unit', () => {
  it('02: milliseconds since 1970 are recognised, and so are microseconds and nanoseconds', () => {
    for (const [factor, word] of [
      [1e3, 'milliseconds'],
      [1e6, 'microseconds'],
      [1e9, 'nanoseconds'],
    ] as const) {
      const imported = taken(
        `"Time","Requests"\n${lines(120, (i) => `${String((T + 15 * i) * factor)},${wave(i)}`)}`,
      );
      expect(imported.report.seconds).toBe(1800);
      expect(mean(imported)).toBeCloseTo(waveMean(120), 6);
      expect(imported.report.decisions.map((d) => d.sentence).join()).toContain(
        `Times are ${word} since 1970`,
      );
    }
  });

  it('15: dates with and without zone', () => {
    const plain = taken(
      `"Time","Requests"\n${lines(120, (i) => `${iso(T + 15 * i).replace('T', ' ')},${wave(i)}`)}`,
    );
    expect(plain.report.seconds).toBe(1800);
    expect(mean(plain)).toBeCloseTo(waveMean(120), 6);
    expect(notes(plain)).toMatch(/name no zone; UTC is assumed/);
    expect(plain.report.choices.find((c) => c.id === 'zone')).toMatchObject({
      value: ['UTC'],
      assumed: true,
    });
    for (const zone of ['Z', '+02:00', ' UTC', '-0500']) {
      const zoned = taken(lines(120, (i) => `${iso(T + 15 * i)}${zone},${wave(i)}`));
      expect(zoned.workload.id).toBe(plain.workload.id);
      expect(notes(zoned)).not.toMatch(/zone/);
    }
  });

  it('a change of clocks is read in the zone that is asked for', () => {
    // 2024-10-27: from 02:59:59 the clocks of Berlin go back to 02:00:00 at 01:00 UTC. Here they leap forward on 31 March.
    const text = lines(240, (i) => {
      const minute = 60 + i < 120 ? 60 + i : 120 + i;
      return `2024-03-31 ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00,6`;
    });
    expect(taken(text).report.seconds).toBe(300 * 60);
    const berlin = taken(text, 'load.csv', { zone: ['Europe/Berlin'] });
    expect(berlin.report.seconds).toBe(240 * 60);
    expect(berlin.report.requests).toBe(240 * 60 * 6);
    expect(notes(taken(text, 'load.csv', { zone: ['Mars'] }))).toMatch(/zone=Mars was not followed/);
  });

  it.each([
    ['05/01/2024 12:%M:%S', /other order is possible/],
    ['01/25/2024 12:%M:%S PM', undefined],
    ['25.01.2024 12:%M:%S', undefined],
    ['05/Jan/2024:12:%M:%S +0100', undefined],
    ['Fri, 05 Jan 2024 12:%M:%S GMT', undefined],
    ['23:%M:%S', /Times of day/],
  ])('dates like %s', (form, note) => {
    const at = (i: number): string =>
      form
        .replace('%M', String(Math.floor(i / 60)).padStart(2, '0'))
        .replace('%S', String(i % 60).padStart(2, '0'));
    const imported = taken(`time;rps\n${lines(300, (i) => `${at(i)};${String(i % 5)}`)}`);
    expect(imported.workload.rates).toEqual(Float64Array.from({ length: 300 }, (_, i) => i % 5));
    if (note) expect(notes(imported)).toMatch(note);
    else expect(notes(imported)).not.toMatch(/order/);
  });

  it('minutes in the header are minutes, and requests per minute are divided by 60', () => {
    const imported = taken(`minute,rpm\n${lines(480, (i) => `${String(i)},${String(600 + i)}`)}`);
    expect(imported.report.seconds).toBe(8 * 3600);
    expect(imported.workload.rates[0]).toBe(10);
    expect(imported.report.requests).toBeCloseTo(480 * 600 + (480 * 479) / 2, 4);
    expect(notes(imported)).toMatch(/count requests in a minute; they were divided by 60/);
    const alone = taken(`rpm\n${lines(480, (i) => String(600 + i))}`);
    expect(alone.workload.id).toBe(imported.workload.id);
    expect(alone.report.choices.find((c) => c.id === 'step')).toMatchObject({ value: ['60'], assumed: true });
  });

  it('counts of a minute are spread over it; what they are can be asked otherwise', () => {
    const text = `timestamp,requests\n${lines(60, (i) => `${String(T + 60 * i)},${String(120 + i)}`)}`;
    const counts = taken(text);
    expect(counts.report.requests).toBeCloseTo(60 * 120 + (60 * 59) / 2, 6);
    expect(counts.report.choices.find((c) => c.id === 'kind')).toMatchObject({
      value: ['counts'],
      assumed: true,
    });
    expect(taken(text, 'load.csv', { kind: ['rate'] }).workload.rates[0]).toBe(120);
    expect(taken(text, 'load.csv', { kind: ['rate'], unit: ['min'] }).workload.rates[0]).toBe(2);
    expect(taken(`t,rps\n${lines(60, (i) => `${String(60 * i)},120`)}`).workload.rates[0]).toBe(120);
    expect(notes(taken(text, 'load.csv', { kind: ['nonsense'] }))).toMatch(
      /kind=nonsense was not followed: rate, counter/,
    );
  });

  it('a bad date among good ones is refused where it stands, in whichever order they are', () => {
    const dated = (i: number): string => `01/25/2024 12:${String(i).padStart(2, '0')}:00 PM,${String(i)}`;
    expect(refusal(`date,hits\n${lines(60, (i) => (i === 40 ? '41/25/2024,3' : dated(i)))}`)).toMatch(
      /line 42, column 1: "41\/25\/2024" is not a date like those around it/,
    );
  });

  it('one time far off is refused with its line', () => {
    expect(refusal(`t,rps\n${lines(150, (i) => `${i === 70 ? '9999999' : String(i)},4`)}`)).toMatch(
      /load\.csv, line 72, column 1: the latest time, 9999999 s, lies 9,999,999 seconds after the earliest/,
    );
    expect(refusal(`t,rps\n${lines(150, (i) => `${String(i)},${i === 70 ? '1e18' : '4'}`)}`)).toMatch(
      /line 72, column 2: .*more than any service takes/,
    );
  });

  it('a date and its time of day in two columns, other times and the index left out', () => {
    const text = `,date,time,value,sent\n${lines(150, (i) => `${String(i)},2024-01-05,12:0${String(Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')},4,2024-01-05 11:00:00`)}`;
    const imported = taken(text);
    expect([imported.report.seconds, new Set(imported.workload.rates)]).toEqual([150, new Set([4])]);
    expect(notes(imported)).toMatch(/Other times, in "sent", are left out.*column "column 1" is left out/);
  });

  it('a table of times and values can be read as single requests, and back', () => {
    const text = `time,value\n${lines(300, (i) => `${String(Math.floor(i / 2))},7`)}`;
    const requests = taken(text, 'load.csv', { kind: ['requests'] });
    expect(new Set(requests.workload.rates)).toEqual(new Set([2]));
    expect(requests.report.choices.find((c) => c.id === 'kind')).toMatchObject({ value: ['requests'] });
    expect(new Set(taken(text, 'load.csv', { kind: ['rate'] }).workload.rates)).toEqual(new Set([7]));
    expect(
      notes(
        taken(
          lines(150, () => '7'),
          'load.csv',
          { kind: ['requests'] },
        ),
      ),
    ).toMatch(/kind=requests was not followed/);
  });

  it('a wish about what leaves no choice is answered', () => {
    const text = `time,rps\n${lines(150, (i) => `${iso(T + i)}Z,4`)}`;
    expect(notes(taken(text, 'load.csv', { timeUnit: ['ms'], series: ['a'] }))).toMatch(
      /timeUnit=ms was not followed: the file leaves no such choice.*series=a was not followed/,
    );
  });

  it('a unit that is asked for is used', () => {
    const text = lines(200, (i) => `${String(i)},60`);
    expect(taken(text, 'load.csv', { timeUnit: ['min'] }).report.seconds).toBe(12_000);
    expect(
      taken(
        lines(200, () => '5'),
        'load.csv',
        { step: ['15'] },
      ).report.seconds,
    ).toBe(3000);
  });
});

describe('dates as people and programs write them', () => {
  const day = Date.UTC(2024, 0, 5) / 1000;
  const twelve = (s: number): string => {
    const hour = Math.floor((s % 86_400) / 3600);
    return `${String(hour % 12 || 12)}:${new Date(s * 1000).toISOString().slice(14, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
  };
  const at = (i: number): number => day + 11 * 3600 + 60 * i;

  it('the afternoon of a date and of a time of day counts', () => {
    for (const stamp of [
      (i: number) => `${iso(at(i)).slice(0, 10)} ${twelve(at(i))}`,
      (i: number) => twelve(at(i)),
      (i: number) => `"Jan 5, 2024 ${twelve(at(i))}"`,
    ]) {
      const { report } = taken(`Time,Requests per second\n${lines(200, (i) => `${stamp(i)},10`)}`);
      expect([report.seconds, report.requests]).toEqual([12_000, 120_000]);
    }
    const blanks = taken(lines(200, (i) => `${iso(at(i)).slice(0, 10)} ${twelve(at(i))} 10`));
    expect([blanks.report.seconds, blanks.report.requests]).toEqual([12_000, 120_000]);
  });

  it('what ctime and date print is read; a time that cannot be read is refused and not passed over', () => {
    for (const zone of ['', 'UTC ']) {
      const text = lines(200, (i) => `Fri Jan  5 ${iso(at(i)).slice(11)} ${zone}2024,10`);
      const { report } = taken(`Time,rps\n${text}`);
      expect([report.seconds, report.requests]).toEqual([12_000, 120_000]);
    }
    const text = `Time,rps\n${lines(200, (i) => `day ${String(i)},10`)}`;
    expect(refusal(text)).toMatch(/^load\.csv, line 2, column 1: "day 0" is not a time/);
    expect(taken(text, 'load.csv', { timeColumn: ['none'] }).report.seconds).toBe(200);
  });

  it('abbreviations of zones count; those unknown or of several zones are said by name', () => {
    const start = Date.UTC(2024, 10, 3, 4) / 1000;
    const zoned = taken(
      `time,rps\n${lines(240, (i) => {
        const [back, zone] = i < 120 ? [4, 'EDT'] : [5, 'EST'];
        return `${iso(start + 60 * i - 3600 * back).replace('T', ' ')} ${zone},10`;
      })}`,
    );
    expect([zoned.report.seconds, zoned.report.requests]).toEqual([14_400, 144_000]);
    expect(zoned.report.decisions.map((d) => d.sentence)).toContain(
      'The times name their zone (EDT is UTC−4, EST is UTC−5).',
    );
    for (const zone of ['IST', 'XYZ']) {
      const unknown = taken(lines(200, (i) => `${iso(at(i)).replace('T', ' ')} ${zone},10`));
      expect(notes(unknown)).toContain(`The zone "${zone}" of 200 times is unknown or means several; UTC is`);
      expect(unknown.report.choices.find((c) => c.id === 'zone')).toMatchObject({ assumed: true });
    }
    expect(notes(taken(lines(200, (i) => `${iso(at(i)).replace('T', ' ')} CST,10`)))).toMatch(
      /CST is UTC−6\); abbreviations are read as those of North America/,
    );
  });

  it('days that no month has are refused', () => {
    const text = lines(
      300,
      (i) => `2024-02-${String(27 + Math.floor(i / 60))} 00:${String(i % 60).padStart(2, '0')}:00,10`,
    );
    expect(refusal(text)).toMatch(/^load\.csv, line 181, column 1: "2024-02-30 00:00:00" is not a date/);
  });
});
