/** Every file format that the lab reads, in the order in which they are tried: the special before the general. */
import { accessLog } from './accessLog.ts';
import { csv } from './csv.ts';
import { grafanaCsv } from './grafanaCsv.ts';
import { grafanaFrames } from './grafanaFrames.ts';
import { influxCsv } from './influxCsv.ts';
import { influxJson } from './influxJson.ts';
import { jsonLines } from './jsonLines.ts';
import { jsonTable } from './jsonTable.ts';
import { lineProtocol } from './lineProtocol.ts';
import { locust } from './locust.ts';
import { numbersLine } from './numbersLine.ts';
import { prometheus } from './prometheus.ts';
import { victoriaMetrics } from './victoriaMetrics.ts';
import type { IntakeFile } from '../file.ts';
import type { Format } from '../source.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

const formats: readonly Format[] = [
  victoriaMetrics,
  prometheus,
  influxJson,
  grafanaFrames,
  jsonTable,
  jsonLines,
  accessLog,
  lineProtocol,
  influxCsv,
  locust,
  numbersLine,
  grafanaCsv,
  csv,
];

/** The first format that recognises the file; JSON of none of them is refused. */
export function formatOf(file: IntakeFile): Result<Format> {
  const format = formats.find((one) => one.recognises(file));
  if (format && (file.json === undefined || format !== csv)) return accepted(format);
  return refused(
    `${file.name}: this JSON is not a Prometheus reply, nor an export of VictoriaMetrics, InfluxDB or Grafana, nor a list of numbers or of {time, value}; expected one of them, like the answer of /api/v1/query_range.`,
  );
}
