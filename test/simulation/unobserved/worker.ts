import { serve } from '../variations/serve.ts';
import { playUnobserved, type UnobservedReport, type UnobservedTask } from './play-unobserved.ts';

serve(async (task: UnobservedTask): Promise<UnobservedReport> => {
  const { ending, failures, gaps } = await playUnobserved(task);
  return { ending, failures, gaps };
});
