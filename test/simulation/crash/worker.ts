import { serve } from '../variations/serve.ts';
import { type CrashReport, type CrashTask, playCrash } from './play-crash.ts';

serve(async (task: CrashTask): Promise<CrashReport> => {
  const { ending, failures, points } = await playCrash(task);
  return { ending, failures, points };
});
