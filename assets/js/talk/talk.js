// The written conversation of the call this page is in: the store on the call's socket.

import { session } from "../session.js";
import { TalkStore } from "./store.js";

export const talk = new TalkStore((message) => session.tell(message));

let call = "";

function follow() {
  const { state } = session;
  if (state.call === call) return;
  call = state.call;
  talk.reset(state.kind === "branch" ? "branch" : "desk", call, state.me);
}

session.subscribe(follow);
session.hear((message) => talk.hear(message));
