/**
 * As an image is to run it, for a small footprint (docs/decisions/0006): small young generation, small code, one thread
 * for V8's own work, no optimizing of undici's HTTP parser (WebAssembly; memory that is never given back). With
 * a malloc that gives memory back, and the compiled bundle kept between starts.
 */
export const nodeFlags = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--v8-pool-size=1',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
];
