// What a key does on a whole page.

import { useEffect, useRef } from "react";

const PANEL = "[role=dialog], [role=alertdialog]";
let outside = null; // what had the focus last, besides what lies over the screen

if (typeof document !== "undefined") {
  document.addEventListener("focusin", ({ target }) => {
    if (!target.closest(PANEL)) outside = target;
  });
}

/** While `on`, Escape closes what lies over the screen; afterwards the focus is where it was before. */
export function EscapeKey({ on, onEscape }) {
  const close = useRef(onEscape);
  close.current = onEscape;
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event) => {
      // An input method uses the key for its own suggestions.
      if (event.key === "Escape" && !event.isComposing) close.current?.();
    };
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", listen);
      // The screen may have changed with it, and have given the focus to something of its own.
      if (document.activeElement === document.body && outside?.isConnected) outside.focus();
    };
  }, [on]);
  return null;
}
