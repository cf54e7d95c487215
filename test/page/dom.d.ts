/** What the types of playwright-core name of a browser's own. The tests do not use it: TypeScript's library of the DOM would let `src` do so, too. */
interface Node {
  readonly nodeType: number;
}
interface HTMLElement extends Node {
  readonly tagName: string;
}
interface SVGElement extends Node {
  readonly tagName: string;
}
interface HTMLElementTagNameMap {
  readonly a: HTMLElement;
}
