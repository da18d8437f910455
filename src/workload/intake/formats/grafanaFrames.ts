import { cellIn, seriesLabelOf, listIn, objectIn, own } from './json.ts';
import type { Format, LabelledSeries } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** Grafana's data frames, as its query inspector shows them: fields in a schema, their values in columns. */
export const grafanaFrames: Format = {
  name: 'Grafana data frames',
  recognises: ({ json }) =>
    framesIn(json).some((frame) => listIn(own(own(frame, 'schema'), 'fields')) !== undefined),
  read({ json, name }) {
    const series: LabelledSeries[] = [];
    for (const [f, frame] of framesIn(json).entries()) {
      const read = seriesIn(frame, `${name}: at frame ${String(f + 1)}`);
      if (!read.ok) return read;
      series.push(...read.value);
    }
    if (series.length === 0)
      return refused(
        `${name}: no frame holds a field of numbers beside one of times, so there is nothing to import.`,
      );
    return accepted({ shape: 'series', series, timeUnit: 'ms' });
  },
};

/** Those of every query in an answer, of a list, or the one frame itself. */
function framesIn(json: unknown): readonly unknown[] {
  const results = objectIn(own(json, 'results'));
  if (results) return Object.values(results).flatMap((result) => listIn(own(result, 'frames')) ?? []);
  return listIn(json) ?? (own(json, 'schema') === undefined ? [] : [json]);
}

function seriesIn(frame: unknown, where: string): Result<readonly LabelledSeries[]> {
  const fields = listIn(own(own(frame, 'schema'), 'fields'));
  const columns = listIn(own(own(frame, 'data'), 'values'));
  if (!fields || columns?.length !== fields.length)
    return refused(`${where}: ${quoted(frame)} has not one list of values for each field of its schema.`);
  const time = fields.findIndex((field) => own(field, 'type') === 'time');
  const times = listIn(columns[time] ?? undefined)?.map(cellIn);
  if (!times) return accepted([]);
  const found: LabelledSeries[] = [];
  for (const [c, field] of fields.entries()) {
    const values = listIn(columns[c]);
    if (own(field, 'type') !== 'number' || !values) continue;
    if (values.length !== times.length)
      return refused(
        `${where}, field ${String(c + 1)}: ${String(values.length)} values and ${String(times.length)} times; each value needs its own.`,
      );
    const called = own(field, 'name');
    const bare = typeof called === 'string' ? called : '';
    const unit = unitIn(own(own(field, 'config'), 'unit'));
    const labels = objectIn(own(field, 'labels')) ?? {};
    found.push({
      label:
        Object.keys(labels).length > 0
          ? seriesLabelOf(labels)
          : bare === ''
            ? 'a series without a name'
            : bare.slice(0, 120),
      name: unit === undefined ? bare : `${bare} (${unit})`.trim(),
      // Names of fields are legends mostly.
      metric: typeof labels['__name__'] === 'string' ? labels['__name__'] : '',
      times,
      values: values.map(cellIn),
      place: (i) => `${where}: value ${String(i + 1)} of field ${String(c + 1)}`,
    });
  }
  return accepted(found);
}

/** What Grafana's unit of a field counts over; undefined for units of anything but requests, operations and the like. */
function unitIn(id: unknown): string | undefined {
  const over = typeof id === 'string' ? /^(?:req|[rwoce]|io|m)p(s|m)$|^(?:io|o)p(s)$/.exec(id) : null;
  return over ? `per ${over[1] === 'm' ? 'minute' : 'second'}` : undefined;
}
