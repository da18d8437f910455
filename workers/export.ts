/** The files of a trained policy, off the main thread: golden decisions need episodes. */
import { expose } from 'comlink';
import type { ExportApi } from './exportProtocol.ts';
import { policyFiles } from '../src/export/policy/policyFiles.ts';

const api: ExportApi = { policyFiles };

expose(api);
