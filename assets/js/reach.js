// Whether the page reaches the server at this moment; told by whoever notices (lost.jsx).

let away = false;
const listeners = new Set();

export function tell(isAway) {
  away = isAway;
  for (const listener of listeners) listener();
}

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isAway = () => away;
