/** The measurements by Dawn alone, as a program of its own that `--pack` carries to a machine without network. */
import { benchDevice } from './bench.ts';
import { print } from '../row.ts';

print(await benchDevice([]));
