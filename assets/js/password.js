// Lets whoever types see it: only where nobody looks over the shoulder, so it is off until asked for.

const box = document.querySelector("#show");
if (box) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    for (const field of document.querySelectorAll("input[autocomplete$='-password']")) {
      field.type = box.checked ? "text" : "password";
    }
  });
}
