/* While a network is being named, those that may be the same are shown below. Without this script the server asks when the form is sent. */
"use strict";
{
  const form = document.getElementById("network-form");
  const box = document.getElementById("similar");
  const seen = document.getElementById("seen");
  const shell = box.querySelector("template");
  const WAIT = 350; /* milliseconds without a key */
  let timer = 0;
  let asked = 0;

  function line(network) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = network.url;
    link.target = "_blank"; /* what is typed already stays */
    link.rel = "noopener";
    link.textContent = network.name;
    const meets = document.createElement("span");
    meets.className = "sub";
    meets.textContent = network.meets;
    item.append(link, meets);
    return item;
  }

  function show(networks) {
    box.querySelector(".similar")?.remove();
    seen.value = networks.map((network) => network.id).join(",");
    if (!networks.length) return;
    const part = shell.content.cloneNode(true);
    part.querySelector("ul").append(...networks.map(line));
    box.append(part);
  }

  async function look() {
    const name = form.elements.name.value.trim();
    const turn = ++asked;
    if (name.length < 3) return show([]);
    const query = new URLSearchParams({ name, place: form.elements.place.value });
    try {
      const answer = await fetch(`${form.dataset.similar}?${query}`);
      if (answer.ok && turn === asked) show((await answer.json()).networks);
    } catch {
      /* The network is away: the server asks when the form is sent. */
    }
  }

  for (const field of [form.elements.name, form.elements.place]) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    });
  }
}
