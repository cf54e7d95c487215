import type { Page } from 'playwright-core';

/**
 * What keeps a person from reading the page that is open: it is too wide, a picture has no name, headings skip a level, a
 * text or a picture does not stand out from what is behind it, two elements share an id, a link leads nowhere.
 */
export async function defectsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(inThePage);
}

/** Runs in the browser. Contrast is that of WCAG 2.2: 4.5 for text, 3 for pictures and large text. */
const inThePage = `(() => {
  const defects = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) defects.push('it is ' + root.scrollWidth + ' px wide on a screen of ' + root.clientWidth);
  if (document.title === 'owned' || document.title === '') defects.push('its title is "' + document.title + '"');
  if (document.scripts.length > 0) defects.push('it has a script');
  if (document.styleSheets.length !== 1 || document.styleSheets[0].cssRules.length === 0) defects.push('it has no style');
  if (document.querySelector('[style]') !== null) defects.push('an element has a style of its own');
  for (const svg of document.querySelectorAll('svg:not([aria-hidden])'))
    if (svg.getAttribute('role') !== 'img' || !(svg.querySelector('title')?.textContent ?? '').trim()) defects.push('a picture has no name');
  for (const input of document.querySelectorAll('input:not([type=hidden])'))
    if (input.labels.length === 0) defects.push('the input ' + input.name + ' has no label');
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) defects.push('two elements have the id ' + id);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (document.getElementById(link.getAttribute('href').slice(1)) === null) defects.push('nothing is at ' + link.getAttribute('href'));
  if (document.querySelectorAll('h1').length !== 1) defects.push('it has not exactly one main heading');
  let level = 1;
  for (const heading of document.querySelectorAll('main :is(h1, h2, h3, h4)')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) defects.push('"' + heading.textContent.trim() + '" skips a level of headings');
    level = next;
  }
  const rgb = (color) => (color.match(/[0-9.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgb(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const found = new Set();
  const demand = (element, color, least, what) => {
    const is = contrast(color, behind(element));
    if (is < least) found.add(what + ' has a contrast of ' + is.toFixed(1));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let counted = 0;
  while (texts.nextNode() !== null) {
    const { textContent, parentElement } = texts.currentNode;
    if (textContent.trim() === '' || parentElement.closest('svg') !== null) continue;
    counted += 1;
    demand(parentElement, getComputedStyle(parentElement).color, 4.5, '"' + textContent.trim().slice(0, 40) + '"');
  }
  if (counted === 0) defects.push('it has no text');
  for (const shape of document.querySelectorAll('svg g > :first-child:not(g)'))
    demand(shape.closest('svg').parentElement, getComputedStyle(shape).stroke, 3, 'the picture of ' + shape.parentElement.getAttribute('class'));
  return [...defects, ...found];
})()`;
