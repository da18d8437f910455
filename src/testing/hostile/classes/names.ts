/** Names of pipelines, stages and variants as they become paths, labels, cells, XML and HTML. */
import Papa from 'papaparse';
import { unzipSync } from 'fflate';
import { hostile, refusal, Wrong } from '../class.ts';
import { hostileText, jsonText, pick } from '../values.ts';
import { complaintsAbout, filesOf } from '../../../export/clusterFiles.ts';
import { defaultChoices, layouts, planOf } from '../../../export/cluster/plan.ts';
import { pipelineFromFile } from '../../../export/intake/pipelineFile.ts';
import { zipOf } from '../../../export/zip.ts';
import { defaultLimits, type Pipeline } from '../../../model/pipeline.ts';
import { samplePipeline } from '../../../model/pipelineFile.ts';
import type { Random } from '../../../model/random.ts';
import { compile, smallestConfiguration } from '../../../model/tables.ts';
import { csvOf, fileNameOf, nameFrom, textComplaint, xmlText } from '../../../model/text.ts';

interface Given {
  readonly text: string;
  readonly name: string;
  readonly layout: (typeof layouts)[number];
}

interface Named {
  id?: string;
  name: string;
  source?: string;
  stages: { name: string; metric?: string; variants: { name: string }[] }[];
}

function given(random: Random): Given {
  const pipeline = JSON.parse(samplePipeline()) as Named;
  const name = hostileText(random);
  const places: readonly (() => void)[] = [
    () => (pipeline.name = name),
    () => (pipeline.id = name),
    () => (pipeline.source = name),
    () => (pick(pipeline.stages, random).name = name),
    () => (pick(pipeline.stages, random).metric = name),
    () => (pick(pick(pipeline.stages, random).variants, random).name = name),
  ];
  pick(places, random)();
  if (random.uniform() < 0.5) pick(places, random)();
  return { text: jsonText(pipeline), name, layout: pick(layouts, random) };
}

/** What no text of XML holds. */
// eslint-disable-next-line no-control-regex -- they are what XML lacks
const NO_XML = /[<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}|&(?!(amp|lt|gt|quot|#\d+);)/u;

/** Whatever a name is, what is written of it can be read and runs nothing. */
function written(name: string): void {
  const file = fileNameOf(name, 'csv');
  if (
    !/^[^\\/:*?"<>|\p{Cc}\p{Cs}.][^\\/:*?"<>|\p{Cc}\p{Cs}]*\.csv$/u.test(file) ||
    Buffer.byteLength(file) > 100
  )
    throw new Wrong(`a file is named ${JSON.stringify(file)}`);
  const rows = Papa.parse<string[]>(csvOf([['head', name, 1]]).trimEnd(), { delimiter: ',' }).data;
  const [head, cell, number] = rows[0] ?? [];
  if (rows.length !== 1 || head !== 'head' || number !== '1')
    throw new Wrong(`the name ends its cell: ${JSON.stringify(rows)}`);
  if (/^[\s]*[=+\-@]/u.test(cell!) && !Number.isFinite(Number(cell)))
    throw new Wrong(`a cell begins a formula: ${JSON.stringify(cell)}`);
  const xml = xmlText(name);
  if (NO_XML.test(xml)) throw new Wrong(`XML of it is none: ${JSON.stringify(xml.slice(0, 100))}`);
  const plain = nameFrom(name);
  if (plain !== '' && textComplaint(plain) !== undefined)
    throw new Wrong(`the name made of it is none: ${JSON.stringify(plain)}`);
}

async function deployed(pipeline: Pipeline, layout: Given['layout']): Promise<void> {
  const configuration = smallestConfiguration(compile(pipeline, defaultLimits));
  const plan = planOf(pipeline, configuration, { ...defaultChoices(pipeline), layout });
  if (!plan.ok) throw new Wrong(`no cluster would take it: ${plan.message}`);
  const files = filesOf(plan.value, 'the smallest', defaultLimits.maxCores);
  for (const { name, complaints } of await complaintsAbout(files))
    if (complaints.length > 0) throw new Wrong(`${name}: ${complaints[0]!}`);
  const names = Object.keys(unzipSync(zipOf(plan.value.name, files)));
  if (names.length !== files.length) throw new Wrong('files of the export have one name');
  const outside = names.find((one) => /(^|\/)\.{1,2}(\/|$)|[^\w./-]|^\//.test(one));
  if (outside !== undefined) throw new Wrong(`a file is named ${JSON.stringify(outside)}`);
}

export const names = hostile<Given>({
  make: given,
  async meet({ text, name, layout }) {
    written(name);
    const read = pipelineFromFile(text, 'p.json', defaultLimits);
    if (!read.ok) return refusal(read.message);
    await deployed(read.value.pipeline, layout);
    return { kind: 'accepted' };
  },
  bytesOf: ({ text }) => new TextEncoder().encode(text),
});
