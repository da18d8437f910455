/** Files that no reader of the page takes: what they are, and what could be dropped instead. */
import { adviceOn, kindOfBytes } from '../../../model/fileKind.ts';

/** Bytes at the beginning that are looked at. */
const LOOKED_AT = 2 ** 16;

export const CAN_BE_DROPPED =
  'What can be dropped: a load (CSV, JSON, logs, exports of monitors), a pipeline (JSON, or the manifests of a cluster), an autoscaler (YAML or JSON), a model to be measured (ONNX), code of your own (JavaScript), a policy or a backup that this lab exported (.zip).';

/** A sentence about a file that is no text, undefined for what may be one. A .zip is asked about elsewhere. */
export async function undroppable(file: File): Promise<string | undefined> {
  const bytes = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  const kind = kindOfBytes(bytes) ?? (isBinary(bytes) ? 'a binary file' : undefined);
  if (kind === undefined) return undefined;
  const advice = adviceOn(kind);
  return `${file.name}: it is ${kind}, ${advice === undefined ? 'which the lab does not read' : `so ${advice}`}. ${CAN_BE_DROPPED}`;
}

/** UTF-16, whose letters have zeros, begins with its mark. */
function isBinary(bytes: Uint8Array): boolean {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe;
  return !marked && bytes.includes(0);
}
