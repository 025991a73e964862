import { createElement as h, useEffect, useRef, useState } from "react";

const WRONG = "パスワードがちがいます。確かめて、もう一度入力してください。";
const MANY = "回数が多いため、少しお待ちください。1分ほどしてから、もう一度お試しください。";
const AWAY = "サーバーにつながりません。少し待って、もう一度お試しください。";

/** The password of whoever sits here, before what is hard to take back. It is sent once and kept nowhere. */
export function PasswordAgain({ onDone, onClose }) {
  const box = useRef(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const send = async (event) => {
    event.preventDefault();
    const field = event.currentTarget.elements.password;
    setBusy(true);
    setProblem("");
    try {
      const answer = await fetch("/account/again", {
        method: "POST",
        body: new URLSearchParams({ password: field.value }),
      });
      if (answer.ok) {
        onDone();
        return;
      }
      setProblem(answer.status === 429 ? MANY : WRONG);
    } catch {
      setProblem(AWAY);
    } finally {
      setBusy(false);
    }
    field.value = "";
    field.focus();
  };
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return h(
    "dialog",
    { ref: box, className: "again", "aria-labelledby": "again-title", onCancel: cancel },
    h(
      "form",
      { onSubmit: send },
      h("h2", { id: "again-title" }, "パスワードをもう一度"),
      h("p", null, "大事な操作なので、ご本人か確かめます。入れると、いまの操作を続けます。"),
      problem ? h("p", { role: "alert", className: "problem" }, problem) : null,
      h(
        "label",
        null,
        h("span", null, "パスワード"),
        h("input", {
          name: "password",
          type: "password",
          autoComplete: "current-password",
          maxLength: 128,
          required: true,
          autoFocus: true,
        }),
      ),
      h(
        "div",
        { className: "row" },
        h("button", { type: "button", className: "btn", onClick: onClose }, "やめる"),
        h("button", { type: "submit", className: "btn btn-solid", disabled: busy }, "続ける"),
      ),
    ),
  );
}
