/** An error that says what is missing, where no cluster can be had. */
export function requireRoot(): void {
  if (process.platform !== 'linux') throw new Error('a real cluster needs Linux: containers and network namespaces');
  if (process.getuid?.() !== 0)
    throw new Error('a real cluster needs root: for containers, bridges and mounts. Try sudo');
}
