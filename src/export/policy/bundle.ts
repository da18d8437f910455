import * as v from 'valibot';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Configuration, Limits, Pipeline } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
export interface Bundle {
  pipeline: Pipeline;
  limits: Limits;
  forecaster: string;
  baseline: Configuration;
  slaSeconds: number;
  decisionSeconds: number;
  historySeconds: number;
  environment: { batchTimeoutSeconds: number };
  sha256: Record<string, string>;
}
export function parseBundle(text: string, _f: string): Result<Bundle> {
  return accepted(JSON.parse(text) as Bundle);
}
export function verifyFiles(b: Bundle, files: ReadonlyMap<string, Uint8Array>): Result<undefined> {
  for (const [n, d] of Object.entries(b.sha256))
    if (bytesToHex(sha256(files.get(n)!)) !== d) return refused(n);
  return accepted(undefined);
}
void v;
