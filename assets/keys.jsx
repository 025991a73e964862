// What a key does on a whole page.

import { useEffect, useRef } from "react";

/** While `on`, Escape closes what lies over the screen. */
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
    return () => window.removeEventListener("keydown", listen);
  }, [on]);
  return null;
}
