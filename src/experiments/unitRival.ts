/** The rival whose regret is 1 on the normalised axis. Apart from the yardstick, which runs every rival: a chart needs the name alone. */
export const UNIT_RIVAL = 'greedy';
