import { startTransition, useEffect, useState } from "react";

/**
 * What may come a moment after the screen: shown once what stands beside it has been painted, in pieces
 * between the pictures. In a call the face is first; a hundred buttons mounted with it would hold it up.
 */
export function Later({ children }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    let timer;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setDue(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return due ? children : null;
}
