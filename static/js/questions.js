/* Questions under a pseudonym: a token that nobody can tell apart asks, without a cookie; the browser alone knows which questions are its
   own, and shows what is new in them. Without this script one asks with one's name. */
"use strict";
{
  const page = document.getElementById("questions-page");
  const { owner, purposes, handInUrl, away } = page.dataset;
  const STORE = `foyer.questions.${owner}`;
  const SEEN = "foyer.questions.seen.";
  const can = Boolean(owner) && globalThis.foyerBlind.isPossible();
  const { Refused, read, keep, takeOver, linkToTake, asNobody, tokenFor: tokenOf } = globalThis.foyerTokens(STORE, page);
  const tokenFor = (what) => tokenOf(what, { purpose: what });
  const mine = () => read("mine") ?? [];
  const seen = (number) => new Set(JSON.parse(localStorage.getItem(SEEN + number) ?? "[]"));

  /* --- asking --- */
  const form = document.getElementById("question-form");
  const isUnknown = () => form.elements.way.value === "pseudonym";

  function complain(error) {
    const box = document.getElementById("question-wrong");
    box.hidden = false;
    box.querySelector("span").textContent = error instanceof Refused ? error.message : away;
    if (error.field && form.elements[error.field]?.focus) form.elements[error.field].focus();
    else box.scrollIntoView({ block: "nearest" });
  }

  function handedIn({ number, title, url, secret, link }) {
    keep("mine", [...mine(), { number, title, secret }]);
    const done = document.getElementById("handed-in").content.cloneNode(true);
    done.querySelector("a.to-question").href = url;
    done.querySelector("a.way-back").href = link;
    done.querySelector("a.way-back").textContent = link;
    form.replaceWith(done);
    document.getElementById("handed-in-title").focus();
  }

  async function handIn(event) {
    if (!isUnknown()) return;
    event.preventDefault();
    const press = form.querySelector("[type=submit]");
    press.disabled = true;
    try {
      const where = form.elements.where.value;
      const [everybody] = purposes.split(" ");
      const { prepared, signature } = await tokenFor(where ? `${everybody}:${where}` : everybody);
      const [title, text, topics, pseudonym] = ["title", "text", "topics", "pseudonym"].map((name) => form.elements[name].value);
      const only_group = form.elements.only_group?.checked ? "y" : "";
      handedIn(await asNobody(handInUrl, { title, text, topics, pseudonym, where, only_group, prepared, signature }));
    } catch (error) {
      complain(error);
      press.disabled = false;
    }
  }

  /* In a small group a pseudonym would say who it is: such a group cannot be chosen with one. */
  function showWay() {
    const unknown = isUnknown();
    for (const part of form.querySelectorAll("[data-way]")) part.hidden = !unknown;
    const large = form.dataset.groups.split(" ");
    for (const option of form.elements.where.options ?? []) option.disabled = unknown && option.value !== "" && !large.includes(option.value);
    if (form.elements.where.selectedOptions?.[0]?.disabled) form.elements.where.value = "";
  }

  function openForm() {
    for (const choice of form.querySelectorAll("input[name=way]")) {
      choice.disabled = choice.value === "pseudonym" && !can;
      choice.addEventListener("change", showWay);
    }
    form.addEventListener("submit", handIn);
    showWay();
  }

  /* --- my own, in lists and on the page of one; all of it is compared here, and nothing is sent --- */
  function showInList(part) {
    if (!mine().some(({ number }) => String(number) === part.dataset.question)) return;
    part.hidden = false;
    const { newest, question } = part.dataset;
    part.querySelector(".news").hidden = !newest || seen(question).has(newest);
  }

  function showOnPage(part) {
    const own = mine().find(({ number }) => String(number) === part.dataset.question);
    if (!own) return;
    part.hidden = false;
    part.querySelector("a").href = `${part.dataset.back}#${own.secret}`;
    const known = seen(own.number);
    const replies = Array.from(document.querySelectorAll("[data-reply]"));
    const fresh = replies.filter((reply) => !known.has(reply.dataset.reply));
    part.querySelector(".news").hidden = !fresh.length;
    for (const reply of fresh) {
      const mark = document.createElement("p");
      mark.className = "small waits";
      mark.textContent = part.dataset.new;
      reply.prepend(mark);
    }
    localStorage.setItem(SEEN + own.number, JSON.stringify(replies.map((reply) => reply.dataset.reply)));
  }

  /* --- my own, on my page --- */
  function openMine(part) {
    takeOver();
    part.hidden = false;
    part.querySelector("ul").append(
      ...mine().map(({ title, secret }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${part.dataset.back}#${secret}`;
        link.textContent = title;
        item.append(link);
        return item;
      }),
    );
    const take = part.querySelector("a.take-along");
    Promise.allSettled(purposes.split(" ").map(tokenFor)).then(() => (take.href = linkToTake()));
    const forget = part.querySelector("button");
    forget.hidden = !mine().length;
    forget.addEventListener("click", () => {
      for (const { number } of mine()) localStorage.removeItem(SEEN + number);
      localStorage.removeItem(`${STORE}.mine`);
      part.querySelector("ul").replaceChildren();
      forget.hidden = true;
    });
  }

  for (const part of document.querySelectorAll(".needs-script")) part.hidden = can;
  if (form) openForm();
  if (can) {
    const own = document.getElementById("mine-here");
    if (own) openMine(own);
    for (const part of document.querySelectorAll(".mine-here")) showInList(part);
    const here = document.getElementById("question-mine");
    if (here) showOnPage(here);
    /* Everybody who opens the page has every token they may have: that somebody has one says nothing. */
    for (const what of purposes.split(" ")) tokenFor(what).catch(() => {});
  }
}
