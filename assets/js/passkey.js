// A passkey signs for a login, or is made for later ones: the server says which (WebAuthn Level 3).

const JSON_TYPE = { "Content-Type": "application/json" };

async function ask(address, body) {
  const answer = await fetch(address, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function use(address, typed) {
  const options = await (await ask(`${address}/options`, typed)).json();
  const making = "pubKeyCredParams" in options;
  const read = making ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  const publicKey = PublicKeyCredential[read](options);
  const credential = await navigator.credentials[making ? "create" : "get"]({ publicKey });
  const answer = await ask(`${address}/passkey`, credential.toJSON());
  location.assign(answer.url);
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  button.addEventListener("click", async () => {
    const failed = document.querySelector("p[data-passkey=failed]");
    failed.hidden = true;
    button.disabled = true;
    try {
      await use(button.dataset.passkey, { now: document.querySelector("#now")?.value ?? "" });
    } catch {
      failed.hidden = false;
    }
    button.disabled = false;
  });
}
