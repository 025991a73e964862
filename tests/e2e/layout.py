"""What is cut off on a page or sticks out of its box, in words; nothing when all can be read."""

from __future__ import annotations

from playwright.sync_api import Page

# Readings may reach over their words, slides show what fits, and what scrolls may be longer than it is shown.
CUT = """() => {
  const found = [];
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(one).visibility !== "hidden" &&
      !one.closest("svg, ruby, video, .vh, .motif, .slides, .fk-view, [data-empty=yes]");
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const flows = (one) => /^(inline|ruby)/.test(getComputedStyle(one).display);
  const blockOf = (one) => (flows(one) ? blockOf(one.parentElement) : one);
  // What is scrolled out of sight runs into nothing.
  const inView = (one, box) => {
    for (let over = one; over; over = over.parentElement) {
      if (getComputedStyle(over).overflowY === "visible") continue;
      const view = over.getBoundingClientRect();
      box = { ...box, top: Math.max(box.top, view.top), bottom: Math.min(box.bottom, view.bottom) };
    }
    return box;
  };
  // Words of one line: a reading that is wider than its word reaches over its neighbours.
  const beside = (a, b) => a.block === b.block && Math.abs(a.box.top - b.box.top) < 4;
  // A sheet lies over it: nobody sees what is below.
  const covered = (one, { left, right, top, bottom }) => {
    let over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    for (; over && !over.contains(one); over = over.parentElement)
      if (getComputedStyle(over).backgroundColor !== "rgba(0, 0, 0, 0)") return true;
    return false;
  };
  // The lines of all words and readings: of each the middle, because a line's box is taller than its letters.
  const wordsIn = (root) => {
    const lines = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const word = node.parentElement;
      const aside = word.closest("svg, .vh, .slides, .veil, [inert], option, [data-empty=yes]");
      if (!node.data.trim() || aside || !word.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const slack = (bottom - top) / 4;
        const box = { left: left + 1, right: right - 1, top: top + slack, bottom: bottom - slack };
        if (!covered(word, box)) lines.push({ node, block: blockOf(word), box: inView(word, box) });
      }
    }
    return lines;
  };
  const name = (one) => `${one.tagName} ${(one.textContent || "").slice(0, 40)}`;
  for (const one of document.querySelectorAll(".kiosk *")) {
    if (!seen(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`beside the screen: ${name(one)}`);
    const off = box.top < -1 || box.bottom > innerHeight + 1;
    if (off && !one.closest("main, .sheet")) found.push(`off: ${name(one)}`);
    const hides = getComputedStyle(one).overflowX !== "visible";
    if (hides && one.scrollWidth > one.clientWidth + 2) found.push(`cut: ${name(one)}`);
    if (!one.matches("button, li, .panel:not(.sheet), .nameplate, .state")) continue;
    for (const part of one.querySelectorAll("*")) {
      const inner = part.getBoundingClientRect();
      const aside = inner.right > box.right + 2 || inner.left < box.left - 2;
      if (seen(part) && (aside || inner.bottom > box.bottom + 3)) {
        found.push(`${name(part)} sticks out of ${name(one)}`);
        break;
      }
    }
  }
  for (const reading of document.querySelectorAll(".kiosk rt")) {
    if (reading.getBoundingClientRect().top < -1) found.push(`above the screen: ${reading.textContent}`);
  }
  // An ornament may pass behind a panel, never behind words that have no ground of their own.
  const grounded = (one) => one && !one.matches("main") &&
    (getComputedStyle(one).backgroundColor !== "rgba(0, 0, 0, 0)" || grounded(one.parentElement));
  const words = wordsIn(document.querySelector(".kiosk"));
  for (const ornament of document.querySelectorAll(".motif")) {
    const box = ornament.getBoundingClientRect();
    const on = words.filter((one) => meet(one.box, box) && !grounded(one.node.parentElement));
    found.push(...on.map(({ node }) => `on the ornament: ${node.data}`));
  }
  for (const [at, one] of words.entries())
    for (const other of words.slice(at + 1))
      if (meet(one.box, other.box) && !beside(one, other)) {
        found.push(`${one.node.data} runs into ${other.node.data}`);
      }
  return [...new Set(found)];
}"""


COVERED = """() => {
  // What is scrolled away is not there; of the rest only what is in sight.
  const inSight = (one) => {
    let { left, right, top, bottom } = one.getBoundingClientRect();
    for (let over = one.parentElement; over; over = over.parentElement) {
      if (getComputedStyle(over).overflowY === "visible") continue;
      const view = over.getBoundingClientRect();
      [top, bottom] = [Math.max(top, view.top), Math.min(bottom, view.bottom)];
    }
    return { one, left, right, top: top + 1, bottom: bottom - 1 };
  };
  const name = (one) => one.innerText || one.getAttribute("aria-label") || one.placeholder || one.tagName;
  const controls = [...document.querySelectorAll("[data-screen] :is(button, textarea, select, a)")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map(inSight)
    .filter(({ left, right, top, bottom }) => left < right && top < bottom);
  const found = [];
  for (const [at, a] of controls.entries())
    for (const b of controls.slice(at + 1))
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom &&
          !a.one.contains(b.one) && !b.one.contains(a.one))
        found.push(`${name(a.one)} and ${name(b.one)}`);
  return found;
}"""
"""Controls that lie on each other."""


def covered(page: Page) -> list[str]:
    found: list[str] = page.evaluate(COVERED)
    return found


def cut(page: Page) -> list[str]:
    found: list[str] = page.evaluate(CUT)
    return found
