/* While something is typed, what may say the same is shown below. It is compared here: nothing of what is typed is sent. */
"use strict";
{
  const form = document.getElementById("voice-form");
  const box = document.getElementById("similar");
  const WAIT = 350; /* milliseconds without a key */
  const LIKELY = 0.45;
  const LETTERS = 6; /* "passwords" is taken for "password" */
  const SHOWN = 4;
  let known = null;
  let timer = 0;

  const roots = (text) =>
    new Set(
      (text.toLowerCase().normalize("NFKD").match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, LETTERS)),
    );

  function likeness(mine, theirs) {
    const shared = [...mine].filter((word) => theirs.has(word)).length;
    return shared < 2 ? 0 : shared / Math.min(mine.size, theirs.size);
  }

  function line({ words, url }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank"; /* what is typed already stays */
    link.rel = "noopener";
    link.textContent = words.length > 120 ? `${words.slice(0, 119)}…` : words;
    item.append(link);
    return item;
  }

  async function look() {
    try {
      known ??= (await (await fetch(form.dataset.known)).json()).voices.map((one) => ({ ...one, roots: roots(one.words) }));
    } catch {
      return; /* the network is away */
    }
    const mine = roots(form.elements.words.value);
    const found = known
      .map((one) => ({ ...one, likeness: likeness(mine, one.roots) }))
      .filter((one) => one.likeness >= LIKELY)
      .sort((one, other) => other.likeness - one.likeness)
      .slice(0, SHOWN);
    box.querySelector(".similar")?.remove();
    if (!found.length) return;
    const part = box.querySelector("template").content.cloneNode(true);
    part.querySelector("ul").append(...found.map(line));
    box.append(part);
  }

  form.elements.words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
}
