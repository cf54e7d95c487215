/** Sets of names by key; a key without names takes no room. */
export class NameIndex {
  readonly #names = new Map<string, Set<string>>();

  at(key: string): readonly string[] {
    return [...(this.#names.get(key) ?? [])];
  }

  add(key: string, name: string): void {
    const names = this.#names.get(key);
    if (names) names.add(name);
    else this.#names.set(key, new Set([name]));
  }

  remove(key: string, name: string): void {
    const names = this.#names.get(key);
    if (names?.delete(name) && names.size === 0) this.#names.delete(key);
  }
}
