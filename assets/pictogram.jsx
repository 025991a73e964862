// A drawing by its shapes, as iga_madoguchi/ui/components/icons.py has them.

import { createElement as h } from "react";

/** @param shapes texts: a path, "c cx cy r", or "r x y width height corner"; "class|" may stand before */
export function Pictogram({ shapes, className = "ico" }) {
  const drawn = (shapes ?? []).map((text, key) => {
    const at = text.lastIndexOf("|");
    const [look, shape] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
    const [kind, ...sides] = shape.split(" ");
    if (kind === "c") return h("circle", { key, cx: sides[0], cy: sides[1], r: sides[2], className: look });
    if (kind === "r") {
      const [x, y, width, height, rx] = sides;
      return h("rect", { key, x, y, width, height, rx, className: look });
    }
    return h("path", { key, d: shape, className: look });
  });
  return h("svg", { className, viewBox: "0 0 24 24", "aria-hidden": true }, drawn);
}
