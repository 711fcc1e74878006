/* Wishes and concerns: tokens that nobody can tell apart, "me too", a pseudonym, the way back. What is typed leaves the browser when its
   writer says so, and then without a cookie. Without this script one can read, and say something with one's name. */
"use strict";
{
  const page = document.getElementById("voices-page");
  const { owner, purpose, handInUrl, meTooUrl } = page.dataset;
  const STORE = `foyer.voices.${owner}`;
  const can = Boolean(owner) && globalThis.foyerBlind.isPossible();

  const { Refused, read, keep, takeOver, linkToTake, asNobody, tokenFor: tokenOf } = globalThis.foyerTokens(STORE, page);
  const tokenFor = (what) => tokenOf(what, { purpose: what });

  /* --- me too --- */
  function showAgreed(button, agreed) {
    button.setAttribute("aria-pressed", String(agreed));
    button.textContent = agreed ? page.dataset.saidToo : page.dataset.meToo;
  }

  async function agree(part) {
    const button = part.querySelector("button");
    const told = part.querySelector("[role=status]");
    const agreed = new Set(read("agreed") ?? []);
    const undo = agreed.has(part.dataset.voice);
    button.disabled = true;
    told.textContent = "";
    try {
      const { prepared, signature } = await tokenFor(part.dataset.purpose);
      const fields = { voice: part.dataset.voice, prepared, signature, ...(undo ? { undo: "1" } : {}) };
      await asNobody(meTooUrl, fields).catch((error) => {
        if (error.status !== 409) throw error; /* counted before: it stands */
      });
      if (undo) agreed.delete(part.dataset.voice);
      else agreed.add(part.dataset.voice);
      keep("agreed", [...agreed]);
      showAgreed(button, !undo);
      told.textContent = undo ? page.dataset.takenBack : page.dataset.counted;
    } catch (error) {
      told.textContent = error instanceof Refused ? error.message : page.dataset.away;
    }
    button.disabled = false;
  }

  function openMeToos() {
    const agreed = new Set(read("agreed") ?? []);
    const parts = document.querySelectorAll(".me-too");
    for (const part of parts) {
      part.hidden = false;
      showAgreed(part.querySelector("button"), agreed.has(part.dataset.voice));
      part.querySelector("button").addEventListener("click", () => agree(part));
    }
    /* Everybody who opens the page has a token for all that stands on it: that somebody has one says nothing. */
    for (const what of new Set([purpose, ...Array.from(parts, (part) => part.dataset.purpose)])) tokenFor(what).catch(() => {});
  }

  /* --- what is being said --- */
  const form = document.getElementById("voice-form");

  function complain(error) {
    const box = form.querySelector("#voice-wrong");
    box.hidden = false;
    box.querySelector("span").textContent = error instanceof Refused ? error.message : page.dataset.away;
    if (error.field && form.elements[error.field]?.focus) form.elements[error.field].focus();
    else box.scrollIntoView({ block: "nearest" });
  }

  function handedIn({ url, secret, link }) {
    keep("mine", [...(read("mine") ?? []), { url, secret }]);
    const done = document.getElementById("handed-in").content.cloneNode(true);
    done.querySelector("a.to-board").href = url;
    done.querySelector("a.way-back").href = link;
    done.querySelector("a.way-back").textContent = link;
    form.replaceWith(done);
    document.querySelector("#handed-in-title").focus();
  }

  async function handIn(event) {
    if (form.elements.way.value !== "pseudonym") return;
    event.preventDefault();
    const press = form.querySelector("[type=submit]");
    press.disabled = true;
    try {
      const { prepared, signature } = await tokenFor(purpose);
      const [kind, words, pseudonym] = ["kind", "words", "pseudonym"].map((name) => form.elements[name].value);
      handedIn(await asNobody(handInUrl, { kind, words, pseudonym, prepared, signature }));
    } catch (error) {
      complain(error);
      press.disabled = false;
    }
  }

  function showWay() {
    const hidden = form.elements.way.value === "pseudonym";
    for (const part of form.querySelectorAll("[data-way]")) part.hidden = (part.dataset.way === "pseudonym") !== hidden;
  }

  function openForm() {
    for (const choice of form.querySelectorAll("input[name=way]")) {
      choice.disabled = choice.value === "pseudonym" && !can;
      choice.addEventListener("change", showWay);
    }
    form.addEventListener("submit", handIn);
    showWay();
  }

  /* --- my own, on my page --- */
  function openMine(part) {
    takeOver();
    const mine = read("mine") ?? [];
    part.hidden = false;
    part.querySelector("ul").append(
      ...mine.map(({ secret }, place) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${part.dataset.back}#${secret}`;
        link.textContent = `${part.dataset.label} ${place + 1}`;
        item.append(link);
        return item;
      }),
    );
    const take = part.querySelector("a.take-along");
    tokenFor(purpose).catch(() => {}).then(() => (take.href = linkToTake()));
    const forget = part.querySelector("button");
    forget.hidden = !mine.length;
    forget.addEventListener("click", () => {
      localStorage.removeItem(`${STORE}.mine`);
      part.querySelector("ul").replaceChildren();
      forget.hidden = true;
    });
  }

  for (const part of document.querySelectorAll(".needs-script")) part.hidden = can;
  if (can) openMeToos();
  if (form) openForm();
  const own = document.getElementById("mine-here");
  if (own && can) openMine(own);
}
