import { describe, expect, it } from 'vitest';
import { CHOICES } from './choices.ts';
import { commands } from './commands.ts';
import { commandNames, type CommandName } from './help.ts';
import { Notes } from './notes.ts';
import { HelpAsked, UsageError } from './options.ts';
import { EXAMPLES, optionsHelp } from './optionsHelp.ts';
import { silent } from './progress.ts';
import { unstoppable } from './stop.ts';

const run = async (name: CommandName, args: readonly string[]): Promise<object | undefined> =>
  (await commands[name]())(args, new Notes(), unstoppable, silent);
const refusal = async (name: CommandName, args: readonly string[]): Promise<unknown> =>
  run(name, args).catch((error: unknown) => error);

async function helpOf(name: CommandName, more: readonly string[] = []): Promise<string> {
  const asked = await refusal(name, [...more, '--help']);
  if (!(asked instanceof HelpAsked)) throw asked;
  return optionsHelp(name, asked);
}

/** The option's own lines, and those of its values below it. */
function entryOf(help: string, option: string): string {
  const entry = new RegExp(`^  --${option}( <value>)? .*(\\n {28}\\S.*)*`, 'm').exec(help);
  return entry![0].replace(/\s+/g, ' ');
}

/** What each command cannot do without, but for the option that its sentence names first. */
const BESIDE: Readonly<Partial<Record<CommandName, readonly string[]>>> = { forecast: ['--train', 'day'] };

describe('--help of a command', () => {
  it.each(commandNames)('%s: every option has a meaning, and the example is taken', async (name) => {
    const help = await helpOf(name);
    for (const line of help
      .split(/(?:Options|Needed):\n/)
      .slice(1)
      .join('')
      .trimEnd()
      .split('\n'))
      if (line !== '') expect(line).toMatch(/^ {2}--[a-z-]+( <value>)? {2,}\S|^ {28}\S/);
    expect(help).toContain(`headless -- ${name} ${EXAMPLES[name]}\n`);
    // Read to its end, each example asks for help and for nothing that there is not.
    expect(await refusal(name, [...EXAMPLES[name].split(' '), '--help'])).toBeInstanceOf(HelpAsked);
    for (const [option] of EXAMPLES[name].matchAll(/--[a-z-]+/g)) expect(help).toContain(`  ${option} `);
  });

  it.each(commandNames)('%s: what it cannot do without is marked, and nothing else is', async (name) => {
    const marked = [
      ...(/Needed:\n([^]*?)\n\n/.exec(await helpOf(name))?.[1]?.matchAll(/^ {2}--([a-z]+)/gm) ?? []),
    ].map(([, option]) => option!);
    // Those that work with nothing given are too long to be run here.
    if (marked.length === 0) {
      expect(['train', 'compare', 'merge']).toContain(name);
      return;
    }
    for (const [i, given] of [[], ...(BESIDE[name] ? [BESIDE[name]] : [])].entries()) {
      const refused = await refusal(name, given);
      expect(refused).toBeInstanceOf(UsageError);
      const { message } = refused as UsageError;
      expect(message).toMatch(
        new RegExp(`^(--${marked[i]!} is missing: .* for example|Say for .*--${marked[i]!} )`),
      );
      expect(message).toMatch(/\.$/);
    }
  });

  it('tells the values that an option may have, as its refusal does', async () => {
    const rest: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
      simulate: ['--workload', 'step'],
      tune: ['--workload', 'step', '--out', '/nowhere/a.yaml'],
      predictor: ['--train', 'day'],
      forecast: ['--worth', '--workload', 'step'],
      optimum: ['--bracket', '--workload', 'step'],
      answer: ['--workload', 'step'],
      env: ['--workload', 'step'],
      export: ['--out', '/tmp/nothing-is-written'],
    };
    let seen = 0;
    for (const name of commandNames) {
      const help = await helpOf(name);
      for (const [option, values] of Object.entries(CHOICES)) {
        if (!help.includes(`  --${option} `)) continue;
        // The load of `predictor --target` and the like are told apart by the command.
        expect(entryOf(help, option), `${name} --${option}`).toContain(`one of: ${values.join(', ')}`);
        // Of `tune` only where something is written, when the search is over.
        if (name === 'tune' && option === 'layout') continue;
        seen++;
        const refused = await refusal(name, [
          ...(rest[name]?.slice(0, name === 'tune' ? 2 : undefined) ?? []),
          `--${option}`,
          'quantum',
        ]);
        expect((refused as Error).message).toContain(
          `--${option} must be one of ${values.join(', ')}, not "quantum".`,
        );
      }
    }
    expect(seen).toBeGreaterThan(15);
  });

  it('tells built-in loads, pipelines and policies by name, and what differs from command to command', async () => {
    const simulate = await helpOf('simulate');
    expect(entryOf(simulate, 'policy')).toMatch(/known: .*greedy, .*hpa, keda/);
    expect(entryOf(simulate, 'workload')).toMatch(/known: fluctuating, /);
    expect(entryOf(simulate, 'pipeline')).toMatch(/known: video, /);
    const tune = await helpOf('tune');
    expect(entryOf(tune, 'policy')).toMatch(/known: hpa, keda, kpa$/);
    expect(entryOf(tune, 'free')).toMatch(/known: bounds, /);
    expect(entryOf(tune, 'seconds')).toContain('default: 15');
    expect(entryOf(await helpOf('compare', ['--paper']), 'seconds')).toContain('default: 30');
    expect(entryOf(await helpOf('train'), 'set')).toContain('learningRate');
    expect(entryOf(simulate, 'json')).toContain('changes nothing');
  });
});
