import { useEffect } from "react";

import * as fresh from "./js/fresh.js";
import { again, watch } from "./js/seat.js";

/** On every page: hands that are seen are told; what may show nothing any more, or is of an older build, is left. */
export function Seat({ gone }) {
  useEffect(watch, []);
  useEffect(fresh.watch, []);
  useEffect(() => {
    if (gone) again();
  }, [gone]);
  return null;
}
