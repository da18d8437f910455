/** What the names of the lesson's runs begin with, and so those of their forks: none of them passes for the visitor's own. */
export const NAMED = 'Lesson “Inside PPO”';

export const isOfLesson = (run: string): boolean => run.startsWith(NAMED);
