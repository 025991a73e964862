// What a key does on a whole page.

import { useEffect, useLayoutEffect, useRef } from "react";

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

const BLIND = "F2"; // of the keys that neither browsers nor input methods use
const cover = (covered) => document.documentElement.classList.toggle("is-blind", covered);

/**
 * The privacy blind of a page. Its key, or a touch on what bears `data-blind`, covers everything in the same moment, before
 * the server knows and also when it is away; only the same again shows it, and no server that has begun anew.
 * `on`: whether the server shows its own cover, with words and a button. `onHide` tells it what is wanted.
 */
export function BlindKey({ on, onHide }) {
  const wanted = useRef(false);
  const touched = useRef(false); // before, what the server remembers of this page counts: it may have been loaded again
  const tell = useRef(onHide);
  tell.current = onHide;
  useLayoutEffect(() => {
    if (on && !touched.current) wanted.current = true;
    cover(wanted.current && !on);
    if (wanted.current !== on) tell.current?.(wanted.current);
  }, [on]);
  useEffect(() => {
    const turn = () => {
      touched.current = true;
      wanted.current = !wanted.current;
      cover(wanted.current);
      tell.current?.(wanted.current);
    };
    const press = (event) => {
      if (event.code !== BLIND || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      turn();
    };
    const touch = (event) => event.target.closest?.("[data-blind]") && turn();
    window.addEventListener("keydown", press, true);
    window.addEventListener("click", touch, true);
    return () => {
      window.removeEventListener("keydown", press, true);
      window.removeEventListener("click", touch, true);
      cover(false);
    };
  }, []);
  return null;
}
