/** The commands by name. */
import { compare } from './compare.ts';
import { exportManifests } from './export.ts';
import { forecast } from './forecast.ts';
import type { CommandName } from './help.ts';
import type { Notes } from './notes.ts';
import { optimum } from './optimum.ts';
import { predictor } from './predictor.ts';
import { simulate } from './simulate.ts';
import type { Stop } from './stop.ts';
import { train } from './train.ts';
import { tune } from './tune.ts';

/** Each fills `notes` with what it assumed, filled, summed or left out, and hears of an end by `stop`. */
type Command = (args: readonly string[], notes: Notes, stop: Stop) => Promise<object>;

export const commands: Readonly<Record<CommandName, Command>> = {
  simulate,
  optimum,
  train,
  forecast,
  predictor,
  compare,
  export: exportManifests,
  tune,
};
