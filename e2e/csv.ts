import { expect, type Page } from '@playwright/test';

/** Traces for browser tests, made here: a base of 6 req/s with a five-minute burst to 30 every half hour. */
export function burstyCsv(seconds: number): string {
  const lines = ['second,rps'];
  for (let t = 0; t < seconds; t++) {
    const inHalfHour = t % 1800;
    const height =
      inHalfHour < 100
        ? 0
        : inHalfHour < 130
          ? (inHalfHour - 100) / 30
          : inHalfHour < 430
            ? 1
            : Math.exp((430 - inHalfHour) / 200);
    // A fixed ripple stands for noise, so that the file is the same every time.
    lines.push(
      `${String(t)},${String(Math.max(0, Math.floor(6 + 24 * height + 2 * Math.sin(t * 1.7) * Math.sin(t * 0.61))))}`,
    );
  }
  return lines.join('\n');
}

export function file(
  name: string,
  content: string | Uint8Array,
): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
}

/** Chooses a file in the header and uses what its report shows. */
export async function importFile(page: Page, chosen: ReturnType<typeof file>): Promise<void> {
  await page.getByLabel('File to import').setInputFiles(chosen);
  await page.getByRole('button', { name: /^Use this (load|pipeline)$/ }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** A HorizontalPodAutoscaler by CPU use, of a Deployment. */
export function autoscalerYaml(
  deployment: string,
  metadata: string,
  [least, most]: readonly [number, number],
  percent: number,
): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {${metadata}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${deployment}}
  minReplicas: ${String(least)}
  maxReplicas: ${String(most)}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: ${String(percent)}}}}]
`;
}
