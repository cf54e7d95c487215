import { serve } from '../variations/serve.ts';
import { playStale, type StaleReport, type StaleTask } from './play-stale.ts';

serve(async (task: StaleTask): Promise<StaleReport> => {
  const { ending, failures, deletes, pins } = await playStale(task);
  return { ending, failures, deletes, pins };
});
