// A text to be taken along, and the button that copies it.

import { createElement as h, useRef, useState } from "react";

/** Also where the page is served without TLS: there the browser has no clipboard of its own to offer. */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

export function CopyText({ text, name, label, done, failed }) {
  const field = useRef(null);
  const [said, say] = useState("");
  const press = async () => say((await copy(field.current)) ? done : failed);
  return h("div", { className: "copy" },
    h("textarea", { ref: field, readOnly: true, rows: 3, value: text, "aria-label": name, onFocus: (event) => event.target.select() }),
    h("button", { type: "button", className: "btn btn-solid", onClick: press }, h("span", null, label)),
    h("p", { role: "status" }, said));
}
