// The table of the call this page is in: the store on the call's socket, and at a branch the camera that answers it.

import { session } from "../session.js";
import { described, zoom } from "./camera.js";
import { PaperStore } from "./store.js";
import { Fault, take, post } from "./still.js";

export const papers = new PaperStore((message) => session.tell(message));

let call = "";
let told = "";
let busy = false;

function follow() {
  const { state } = session;
  if (state.call !== call) {
    call = state.call;
    told = "";
    papers.reset(state.kind);
  }
  if (call && told && state.kind === "branch") tellCameras();
}

/** Only what has changed: the session tells us about everything. */
function tellCameras() {
  const cameras = described(session.devices(), session.paperSource());
  const text = JSON.stringify(cameras);
  if (text !== told && session.tell(cameras)) told = text;
}

function hear(message) {
  papers.hear(message);
  // What is said while it still rings is refused; with the papers comes the time to say it again.
  if (message.t === "hello" || (message.t === "refused" && message.of === "cameras")) told = "";
  if (session.state.kind !== "branch") return;
  if (message.t === "papers") tellCameras();
  if (message.t === "shoot") photograph(message);
  if (message.t === "camera") set(message);
}

async function set({ device, zoom: wanted }) {
  if (device) await session.choose({ paper: device });
  if (wanted !== undefined && wanted !== null) await zoom(session.paperSource(), wanted);
  tellCameras();
}

async function photograph({ request, frames }) {
  if (busy) return;
  busy = true;
  const here = call;
  papers.shooting("taking");
  try {
    // What the resident has covered is not taken behind their back.
    if (!session.state.paperOn) throw new Fault("paper.off");
    const fault = session.state.faults.paper;
    if (!session.paperSource()) throw new Fault(fault ?? "paper.absent");
    const pictures = await take(session.paperSource(), frames);
    if (here !== call) return;
    papers.shooting("taken");
    session.tell({ t: "shot", request, stage: "taken" });
    await post(here, "still", pictures, { request });
  } catch (error) {
    if (here !== call) return;
    const code = error instanceof Fault ? error.code : "paper.silent";
    papers.shooting("failed", code);
    session.tell({ t: "shot", request, stage: "failed", code });
  } finally {
    busy = false;
  }
}

session.subscribe(follow);
session.hear(hear);
