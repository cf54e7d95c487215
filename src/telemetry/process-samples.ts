import type { Sample, Sampled } from '../ports/metrics.ts';

/** What is so with this process, under the names that Prometheus' own libraries give it. */
export const processSamples: Sampled = {
  process_cpu_seconds_total: () => {
    const { user, system } = process.cpuUsage();
    return alone((user + system) / 1_000_000);
  },
  process_resident_memory_bytes: () => alone(process.memoryUsage.rss()),
  process_start_time_seconds: () => alone(startedAt),
};

const startedAt = Math.round(Date.now() / 1000 - process.uptime());

function alone(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}
