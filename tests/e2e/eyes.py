"""What a resident's screen must be for everybody: axe-core, and the measures that axe does not take."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# Contrast of 7:1 is asked of residents' screens; axe leaves it out unless told.
RULES = {"rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}}

# Sizes in CSS pixels. Readings over kanji are small by nature; what is meant for ears only has no size.
MEASURE = """([letters, target, primary, gap]) => {
  const faults = [];
  const dialogs = [...document.querySelectorAll("[role=dialog], [role=alertdialog]")];
  const front = dialogs.filter((one) => one.offsetWidth).at(-1);
  const root = front ?? document.querySelector(".kiosk") ?? document.body;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hidden = (one) => one.closest(".vh, [aria-hidden=true], rt, rp, .for-staff");
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    const text = node.data.trim().slice(0, 30);
    if (!text || !seen(parent) || hidden(parent) || parent.closest("svg, option")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize) * parent.currentCSSZoom;
    const where = parent.className || parent.parentElement.className;
    if (size < letters) faults.push(`${size} px: ${text} (.${where})`);
  }
  const able = "button, a[href], input:not([type=hidden]), select, textarea, [role=button], [tabindex='0']";
  const targets = [...root.querySelectorAll(able)];
  const meant = targets.filter((one) => seen(one) && !hidden(one) && !one.matches(".paper-table"));
  const textOf = (one) => (one.getAttribute("aria-label") ?? one.textContent).trim();
  const named = (one) => textOf(one).slice(0, 24) || one.className;
  // What is scrolled out of sight, or half of it, is not where it is touched.
  const inSight = (one) => {
    const box = one.getBoundingClientRect();
    for (let over = one.parentElement; over && over !== document.body; over = over.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(over).overflowY)) continue;
      const view = over.getBoundingClientRect();
      if (box.top < view.top - 1 || box.bottom > view.bottom + 1) return false;
    }
    return true;
  };
  const boxes = meant.filter(inSight).map((one) => [one, one.getBoundingClientRect()]);
  for (const [one, box] of boxes) {
    const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
    if (Math.min(box.width, box.height) < target - 0.5) faults.push(`${size}: ${named(one)}`);
    const low = one.matches(".btn-solid") && box.height < primary - 0.5;
    if (low) faults.push(`primary ${size}: ${named(one)}`);
  }
  for (const [at, [one, a]] of boxes.entries())
    for (const [other, b] of boxes.slice(at + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
      const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
      const apart = Math.round(Math.max(across, down));
      if (apart < gap) faults.push(`${apart} px apart: ${named(one)} / ${named(other)}`);
    }
  return faults;
}"""
SIZES = [24, 64, 72, 8]
"""Least letters, targets, primary buttons, gaps: the measures of residents' screens at 1920x1080."""


def unfit(page: Page, sizes: list[int] = SIZES) -> list[str]:
    """Everything on the screen that somebody could not use; empty when it is for everybody."""
    measured: list[str] = page.evaluate(MEASURE, sizes)
    return violations(page, RULES) + measured


def violations(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds against WCAG and its own good practice, at the level it takes by itself."""
    found: dict[str, Any] = AXE.run(page, options=rules).response
    return [
        f"{one['id']}: {node['target']} {node['any'][0]['message'] if node['any'] else node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def told(faults: dict[str, list[str]]) -> str:
    """For the assertion: by screen."""
    return json.dumps(faults, ensure_ascii=False, indent=1)
