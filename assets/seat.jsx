import { useEffect } from "react";

import { again, watch } from "./js/seat.js";

/** On every page: hands that are seen are told; what may show nothing any more is left. */
export function Seat({ gone }) {
  useEffect(watch, []);
  useEffect(() => {
    if (gone) again();
  }, [gone]);
  return null;
}
