/** Sections of a test run, side by side where there is room. */

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {number} cores that it keeps busy, about
 * @property {string | undefined} [after] the section whose product it needs
 */

/**
 * Runs every section, earlier ones first, as many at a time as `cores` carry; one that needs more than there are runs by
 * itself. After the first failure none is begun and `halt` is called, which has those that run end early.
 * `run` is told whether it is the only one that runs, and answers whether it succeeded.
 * @template {Section} T
 * @param {readonly T[]} sections
 * @param {{ cores: number, run: (section: T, alone: boolean) => Promise<boolean>, halt: () => void }} options
 * @returns {Promise<string | undefined>} the name of the first that failed
 */
export async function runSections(sections, { cores, run, halt }) {
  const left = [...sections];
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {Map<T, Promise<void>>} */
  const running = new Map();
  /** @type {string | undefined} */
  let failed;
  const free = () => cores - [...running.keys()].reduce((sum, section) => sum + section.cores, 0);
  const ready = () =>
    left.findIndex(
      (section) =>
        (section.after === undefined || done.has(section.after)) &&
        (running.size === 0 || section.cores <= free()),
    );
  /** @param {T} section @param {boolean} alone */
  const begin = async (section, alone) => {
    const ok = await run(section, alone);
    running.delete(section);
    if (ok) done.add(section.name);
    else if (failed === undefined) {
      failed = section.name;
      halt();
    }
  };
  while (running.size > 0 || (failed === undefined && left.length > 0)) {
    /** @type {T[]} */
    const fresh = [];
    for (let next = ready(); failed === undefined && next >= 0; next = ready()) {
      const [section] = left.splice(next, 1);
      if (section === undefined) break;
      fresh.push(section);
      // Its place is taken before it begins: whether it is alone is known only then.
      running.set(section, Promise.resolve());
    }
    for (const section of fresh) running.set(section, begin(section, running.size === 1));
    if (running.size === 0) throw new Error(`nothing brings what ${left[0]?.name} needs`);
    await Promise.race(running.values());
  }
  return failed;
}
