import { serve } from '../variations/serve.ts';
import { runGuarded } from './run-guarded.ts';

serve(async (seed: number) => {
  const { violations, counts } = await runGuarded(seed);
  return { violations, counts };
});
