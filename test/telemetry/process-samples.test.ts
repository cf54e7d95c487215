import { expect, test } from '@jest/globals';

import { processSamples } from '../../src/telemetry/process-samples.ts';

test('says since when the process runs and what it has taken, in the units of the names', () => {
  const { process_cpu_seconds_total, process_resident_memory_bytes, process_start_time_seconds } = Object.fromEntries(
    Object.entries(processSamples).flatMap(([name, read]) => [...read()].map(({ value }) => [name, value])),
  );
  expect(process_cpu_seconds_total).toBeGreaterThan(0);
  expect(process_cpu_seconds_total).toBeLessThan(process.uptime() * 100);
  expect(process_resident_memory_bytes).toBeGreaterThan(10 * 1024 * 1024);
  expect(Math.abs((process_start_time_seconds ?? 0) - (Date.now() / 1000 - process.uptime()))).toBeLessThan(60);
});
