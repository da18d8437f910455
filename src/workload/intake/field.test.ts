/** Files that people really have: each was read wrongly once, and each stands for a kind. */
import { describe, expect, it } from 'vitest';
import { lines, refusal, reply, sampled, taken } from '../../testing/intake.ts';
import type { Imported } from '../import.ts';

const T = 1_700_000_000;
const mean = ({ workload: { rates } }: Imported): number => rates.reduce((a, b) => a + b, 0) / rates.length;
const notes = (imported: Imported): string => imported.notes.join(' ');
const wave = (i: number): string => (10 + 5 * Math.sin(i / 7)).toFixed(3);
/** Mean of the wave over its samples, each held for a step. */
const waveMean = (count: number): number =>
  Array.from({ length: count }, (_, i) => Number(wave(i))).reduce((a, b) => a + b, 0) / count;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('Prometheus', () => {
  it('01: a rollout keeps its load: a series ends with its last sample', () => {
    const pods = [0, 300, 600].map(
      (from, i) => [{ pod: `api-${String(i + 1)}` }, sampled(T + from, 21, 15, () => 10)] as const,
    );
    const imported = taken(reply(...pods), 'churn.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([10]));
    expect(imported.report.seconds).toBe(915);
    expect(notes(imported)).toMatch(/2 series ended at the very time at which another began/);
    expect(notes(imported)).toMatch(/3 series were added up/);
  });

  it('01b: a status code that appears for a minute adds its load for that minute', () => {
    const { rates } = taken(
      reply(
        [{ code: '200' }, sampled(T, 120, 15, () => 10)],
        [{ code: '503' }, sampled(T + 300, 4, 15, () => 5)],
      ),
      'burst.json',
    ).workload;
    expect(rates.length).toBe(1800);
    for (let t = 0; t < 1800; t++) expect(rates[t]).toBe(t >= 300 && t < 360 ? 15 : 10);
  });

  it('03: all series of a query are of one kind: an old and a new counter', () => {
    const name = 'nginx_ingress_controller_requests';
    const counters = [1_000_000, 0].map(
      (start) =>
        [{ __name__: name, pod: String(start) }, sampled(T, 120, 15, (i) => start + 30 * i)] as const,
    );
    const imported = taken(reply(...counters), 'mixed.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([4]));
    expect(notes(imported)).toMatch(/taken as a counter: 2 series turned into a rate/);
    expect(taken(reply(...counters), 'mixed.json', { kind: ['rate'] }).workload.rates[0]).toBe(1_000_000);
  });

  it('07: NaN and infinities are no samples', () => {
    const odd: Readonly<Record<number, string>> = { 0: 'NaN', 9: 'NaN', 13: '+Inf', 20: '-Inf', 30: 'Inf' };
    const imported = taken(reply([{}, sampled(T, 60, 15, (i) => odd[i] ?? (i < 13 ? 8 : 9))]), 'inf.json');
    expect([...imported.workload.rates.subarray(0, 180)]).toEqual(Array(180).fill(8));
    expect(imported.workload.rates[12 * 15]).toBe(8);
    expect(imported.workload.rates[13 * 15]).toBe(9);
    expect(imported.report.seconds).toBe(59 * 15);
    expect(notes(imported)).toMatch(/5 values were NaN, infinite or empty and count as no sample/);
    expect(notes(imported)).toMatch(/the last value is kept: 60 s in all/);
  });

  it('19: what falls often is a gauge whatever its name', () => {
    const imported = taken(
      reply([{ __name__: 'app_active_requests_count' }, sampled(T, 60, 15, wave)]),
      'g.json',
    );
    expect(mean(imported)).toBeCloseTo(waveMean(60), 6);
    expect(notes(imported)).toMatch(
      /has the name of a counter and falls 2\d times, so it is taken as a gauge/,
    );
  });

  it('25: a beginning without values is cut off, and the note says so', () => {
    const imported = taken(reply([{}, sampled(T, 60, 15, (i) => (i < 20 ? 'NaN' : 8))]), 'nan.json');
    expect(imported.report.seconds).toBe(600);
    expect(new Set(imported.workload.rates)).toEqual(new Set([8]));
    expect(notes(imported)).toMatch(/The first 300 s hold no sample at all and are cut off/);
  });

  it('a counter that is born late loses nothing, and one that lived unseen brings nothing', () => {
    const late = taken(
      reply(
        [{ __name__: 'x_total', pod: 'a' }, sampled(T, 100, 10, (i) => 50 * i)],
        [{ __name__: 'x_total', pod: 'b' }, sampled(T + 300, 50, 10, (i) => 40 * (i + 1))],
        [{ __name__: 'x_total', pod: 'c' }, sampled(T + 500, 40, 10, () => 1e9)],
      ),
      'late.json',
    );
    expect(late.report.requests).toBeCloseTo(50 * 99 + 40 * 50, 6);
    expect(notes(late)).toMatch(/1 counter appeared later than the first; what each had counted by then/);
    expect(notes(late)).toMatch(/1 counter appeared with more than a step can bring/);
  });

  it('a value is kept for five minutes, then nothing', () => {
    const gaps = sampled(T, 200, 10, () => 6).filter((_, i) => (i < 50 || i > 70) && (i < 100 || i > 150));
    const imported = taken(reply([{}, gaps]), 'gaps.json');
    expect(imported.report.seconds).toBe(2000);
    // 21 samples are missing: under five minutes. 51 are: the value ends a step after the last.
    expect(imported.report.requests).toBe(6 * (2000 - 510));
    expect(notes(imported)).toMatch(/1 longer gap counts as no requests: 510 s in all/);
  });

  it('passes native histograms over and says so', () => {
    const data = {
      resultType: 'matrix',
      result: [
        { metric: { a: '1' }, histograms: [[T, { count: '3', sum: '1' }]] },
        { metric: { a: '2' }, values: sampled(T, 20, 10, () => 3) },
      ],
    };
    const imported = taken(JSON.stringify({ status: 'success', data }), 'h.json');
    expect(new Set(imported.workload.rates)).toEqual(new Set([3]));
    expect(notes(imported)).toMatch(/1 series hold native histograms, which are passed over/);
  });

  it('picks series by their labels, and names the trace after them', () => {
    const text = reply(
      [{ pod: 'a' }, sampled(T, 20, 10, () => 1)],
      [{ pod: 'b' }, sampled(T, 20, 10, () => 2)],
      [{ pod: 'c' }, sampled(T, 20, 10, () => 4)],
    );
    const all = taken(text, 'pods.json');
    expect(all.report.choices.find((c) => c.id === 'series')).toMatchObject({
      multiple: true,
      assumed: true,
      value: ['pod=a', 'pod=b', 'pod=c'],
    });
    const one = taken(text, 'pods.json', { series: ['pod=b'] });
    expect([one.workload.rates[0], one.workload.name]).toEqual([2, 'pods (pod=b)']);
    const two = taken(text, 'pods.json', { series: ['pod=a', 'pod=c'] });
    expect([two.workload.rates[0], two.workload.name]).toEqual([5, 'pods (2 of 3 series)']);
    const none = taken(text, 'pods.json', { series: ['pod=d'] });
    expect(none.workload.id).toBe(all.workload.id);
    expect(notes(none)).toMatch(/The wish series=pod=d was not followed: there are "pod=a"/);
  });

  it('refuses a vector with a hint', () => {
    const vector = JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } });
    expect(refusal(vector, 'v.json')).toMatch(/type "vector".*query_range in place of query/);
  });
});

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

describe('delimited text', () => {
  it('16: an index column without a name, and 16b: labels for a header, numbers too', () => {
    const pandas = taken(`,rps\n${lines(300, (i) => `${String(i)},${wave(i)}`)}`);
    expect(pandas.report.seconds).toBe(300);
    expect(mean(pandas)).toBeCloseTo(waveMean(300), 6);
    const labels = taken(
      `"Time","{app=""api"", code=""200""}"\n${lines(120, (i) => `${String(T + 15 * i)},${wave(i)}`)}`,
    );
    expect(labels.report.seconds).toBe(1800);
    expect(mean(labels)).toBeCloseTo(waveMean(120), 6);
    const codes = taken(`Time,200,503\n${lines(130, (i) => `${String(i)},10,${i < 60 ? '' : '5'}`)}`);
    expect([codes.workload.rates[0], codes.workload.rates[100]]).toEqual([10, 15]);
    const dated = taken(`,timestamp,rps\n${lines(130, (i) => `${String(i)},${iso(T + 2 * i)},3`)}`);
    expect([dated.report.seconds, dated.workload.rates[0]]).toEqual([260, 3]);
  });

  it('17: a decimal comma where it is unambiguous, else a hint or a choice', () => {
    const comma = (i: number): string => wave(i).replace('.', ',');
    for (const separator of [';', '\t', '|']) {
      const imported = taken(
        `Time${separator}Requests\n${lines(120, (i) => `${String(15 * i)}${separator}${comma(i)}`)}`,
      );
      expect(imported.report.seconds).toBe(1800);
    }
    const unsure = taken(`t;rps\n${lines(150, (i) => `${String(i)};1,250`)}`);
    expect(unsure.workload.rates[0]).toBe(1.25);
    expect(unsure.report.choices.find((c) => c.id === 'decimal')).toMatchObject({
      value: ['comma'],
      assumed: true,
    });
    expect(
      taken(`t;rps\n${lines(150, (i) => `${String(i)};1,250`)}`, 'l.csv', { decimal: ['point'] }).workload
        .rates[0],
    ).toBe(1250);
    expect(taken(lines(150, (i) => `${String(i)};1.234,5`)).workload.rates[0]).toBe(1234.5);
    expect(taken(lines(150, (i) => `${String(i)},"1,234.5"`)).workload.rates[0]).toBe(1234.5);
    expect(taken(lines(150, (i) => `${String(i)};1 234,5`)).workload.rates[0]).toBe(1234.5);
    expect(refusal(`Time,Requests\n${lines(150, (i) => `${String(i)},10,7`)}`)).toMatch(
      /line 2: 3 columns where the header has 2.*decimal mark, separate the columns by semicolons/,
    );
  });

  it('separators, comments, quotes with line breaks, blanks', () => {
    const expected = Float64Array.from({ length: 150 }, (_, i) => i % 7);
    for (const [separator, end] of [
      [',', '\r\n'],
      ['|', '\n'],
      [' ', '\n'],
      ['   ', '\n'],
      ['\t', '\r\n'],
    ] as const) {
      const body = Array.from({ length: 150 }, (_, i) => `${String(i)}${separator}${String(i % 7)}`).join(
        end,
      );
      expect(taken(`# a comment, with a comma${end}${body}`).workload.rates, separator).toEqual(expected);
    }
    expect(
      taken(
        lines(
          150,
          (i) =>
            `2024-01-05 12:0${String(Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')} ${String(i % 7)}`,
        ),
      ).workload.rates,
    ).toEqual(expected);
    expect(
      refusal(`time,"rps\nof all"\n${lines(150, (i) => (i === 3 ? '3,many' : `${String(i)},1`))}`),
    ).toMatch(/line 6, column 2: "many" is not a number/);
    expect(refusal(`time,rps\n${lines(150, (i) => (i === 3 ? '3,"1' : `${String(i)},1`))}`)).toMatch(
      /line 5: a quotation mark opens/,
    );
  });

  it('Grafana: joined series, cells with units, sep=', () => {
    const joined = taken(
      `sep=,\n"Time","api","web"\n${lines(60, (i) => `${iso(T + 15 * i).replace('T', ' ')},${i % 2 ? '1.2K req/s' : '800 req/s'},${i < 30 ? '' : '100'}`)}`,
    );
    expect(joined.report.format).toBe('Grafana CSV');
    expect([joined.workload.rates[0], joined.workload.rates[15], joined.workload.rates[899]]).toEqual([
      800, 1200, 1300,
    ]);
    expect(joined.report.choices.find((c) => c.id === 'series')?.value).toEqual(['api', 'web']);
    expect(
      taken(`"Time","api"\n${lines(60, (i) => `${String((T + 15 * i) * 1000)},120 req/min`)}`).workload
        .rates[0],
    ).toBe(2);
    const web = taken(`"Time","api","web"\n${lines(60, (i) => `${String(T + 15 * i)},1,2`)}`, 'g.csv', {
      series: ['web'],
    });
    expect(web.workload.rates[0]).toBe(2);
  });

  it('columns that are no load are left out, and a long table is taken apart by its labels', () => {
    const metrics = taken(`time,rps,p95_ms,cpu\n${lines(150, (i) => `${String(i)},4,120,0.5`)}`);
    expect(new Set(metrics.workload.rates)).toEqual(new Set([4]));
    expect(notes(metrics)).toMatch(/columns "p95_ms" and "cpu" are left out/);
    const long = `time,pod,rps\n${lines(300, (i) => `${String(Math.floor(i / 2))},${i % 2 ? 'b' : 'a'},${i % 2 ? '1' : '2'}`)}`;
    expect(new Set(taken(long).workload.rates)).toEqual(new Set([3]));
    expect(new Set(taken(long, 'l.csv', { series: ['b'] }).workload.rates)).toEqual(new Set([1]));
  });

  it('Locust: the lines of all requests alone', () => {
    const header = 'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,Total Request Count';
    const text = `${header}\n${lines(400, (i) => {
      const t = String(T + Math.floor(i / 2));
      return i % 2
        ? `${t},5,,Aggregated,12.5,0,N/A,N/A,${String(i)}`
        : `${t},5,GET,/a,7.5,0,10,20,${String(i)}`;
    })}\n${lines(40, (i) => `${String(T + 200 + i)},5,,Aggregated,12.5,0,1,1,9`)}`;
    const imported = taken(text, 'stats_history.csv');
    expect(imported.report.format).toBe('Locust stats history');
    expect(new Set(imported.workload.rates)).toEqual(new Set([12.5]));
    expect(notes(imported)).toMatch(
      /"Aggregated" is the sum of the others by its name, so it is used alone; "\/a" is left out/,
    );
    expect(new Set(taken(text, 's.csv', { series: ['/a'] }).workload.rates)).toEqual(new Set([7.5]));
  });
});
