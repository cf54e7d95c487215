import type { Sample } from '../ports/metrics.ts';

/** What is so with this process, under the names that Prometheus' own libraries give it. */
export function processSamples(): readonly Sample[] {
  const { user, system } = process.cpuUsage();
  const values = {
    process_cpu_seconds_total: (user + system) / 1_000_000,
    process_resident_memory_bytes: process.memoryUsage.rss(),
    process_start_time_seconds: startedAt,
  };
  return Object.entries(values).map(([name, value]) => ({ name, labels: {}, value }));
}

const startedAt = Math.round(Date.now() / 1000 - process.uptime());
