/** One file of an export. */
import type { KubernetesObject } from './cluster/document.ts';

export interface ExportFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** What a cluster would be asked to take; none where it is no manifest. */
  readonly objects: readonly KubernetesObject[];
}
