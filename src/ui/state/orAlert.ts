import { sentenceOf } from '../bridge/bridge.ts';

/** Does `work`; what fails is told in the page's alert. */
export async function orAlert(host: { alert: string }, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    host.alert = sentenceOf(error);
  }
}
