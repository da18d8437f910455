/** Amounts as Kubernetes writes them. */
import { textOf } from './fields.ts';
import { thousandthsOf } from '../../model/cores.ts';

const CPU = /^(\d{1,9}(?:\.\d{0,9})?)(m|k)?$/;

/** Cores that a quantity means ("500m", "2", 1.5); undefined where it is none, or none above 0. */
export function coresIn(quantity: unknown): number | undefined {
  const [, amount, unit] = CPU.exec(textOf(quantity)) ?? [];
  if (amount === undefined) return undefined;
  const cores = unit === 'm' ? Number(amount) / 1000 : Number(amount) * (unit === 'k' ? 1000 : 1);
  return cores > 0 ? cores : undefined;
}

/** Cores in thousandths as Kubernetes writes them: "2", "250m", "1500m". */
export const cpuOf = (cores: number): string =>
  Number.isInteger(cores) ? String(cores) : `${String(thousandthsOf(cores))}m`;

/** MiB as Kubernetes writes them, whole: "512Mi". */
export const memoryOf = (mebibytes: number): string => `${String(Math.ceil(mebibytes))}Mi`;
