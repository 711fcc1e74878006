/* Ticks at the door are sent one by one. Without network they are kept on this phone, with the time at which they were made, until they
   have arrived. Without this script the button below the list does the same for the whole page. */
"use strict";

const AGAIN = 10000; /* milliseconds until the next try while ticks wait */
const form = document.getElementById("ticks");
const waits = document.getElementById("waits");
const words = form.dataset;
/* By how much this phone's clock is wrong: the page came just now, and says what time it was. */
const skew = new Date(words.now) - (performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseStart);
let queue = JSON.parse(localStorage.getItem(words.queue) || "[]");
let sending = false;
let away = false;
let later = 0;

function keep() {
  if (queue.length) localStorage.setItem(words.queue, JSON.stringify(queue));
  else localStorage.removeItem(words.queue);
}

function boxes() {
  return form.querySelectorAll("input[name=here]");
}

function waiting() {
  return new Set(queue.map((tick) => tick.split(":")[0]));
}

function tell(text, isWaiting) {
  if (waits.textContent !== text) waits.textContent = text;
  waits.classList.toggle("is-waiting", isWaiting);
}

function tellHowMany() {
  const number = waiting().size;
  if (number === 1) tell(words.waitsOne, true);
  else if (number) tell(words.waitsMany.replace("{number}", number), true);
}

function ticked(event) {
  const box = event.target;
  if (box.name !== "here") return;
  queue.push([box.value, box.checked ? 1 : 0, new Date(Date.now() + skew).toISOString()].join(":"));
  keep();
  if (away) tellHowMany();
  send();
}

async function send() {
  if (sending || !queue.length) return;
  sending = true;
  clearTimeout(later);
  const sent = [...queue];
  try {
    await sendThese(sent);
  } catch {
    away = true; /* the network; it may come back */
    tellHowMany();
    later = setTimeout(send, AGAIN);
  }
  sending = false;
  if (!away && queue.length) send(); /* what was ticked meanwhile */
}

async function sendThese(sent) {
  let answer = await post(sent);
  if (answer.status === 400) {
    /* The token of the form is good for an hour; a meetup may be longer. */
    const page = await fetch(location.href, { cache: "no-store" });
    if (page.redirected) return stop(words.signedOut);
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    document.querySelectorAll("[name=csrf_token]").forEach((field) => {
      field.value = fresh.querySelector("[name=csrf_token]").value;
    });
    answer = await post(sent);
  }
  if (answer.redirected || answer.type === "opaqueredirect") return stop(words.signedOut);
  if (answer.status >= 500) throw new Error(answer.status);
  if (answer.status === 409) return stop((await answer.json()).told);
  if (!answer.ok) return stop(words.signedOut);
  away = false;
  queue = queue.slice(sent.length);
  keep();
  show(await answer.json());
}

function post(sent) {
  const body = new URLSearchParams(sent.map((tick) => ["tick", tick]));
  body.append("csrf_token", form.elements.csrf_token.value);
  return fetch(words.ticks, { method: "POST", body, redirect: "manual" });
}

/* What waits is kept; trying again by itself would not help. */
function stop(text) {
  away = true;
  tell(text, true);
}

function show(now) {
  const here = new Set(now.here.map(String));
  const mine = waiting();
  boxes().forEach((box) => {
    if (!mine.has(box.value)) box.checked = here.has(box.value);
  });
  document.getElementById("told-here").textContent = now.told;
  if (!queue.length) tell(words.saved, false);
}

/* A form sent without network would leave this page for one that is not there. */
function guard(event) {
  if (!away && navigator.onLine) return;
  event.preventDefault();
  tell(words.needsNetwork, true);
}

document.getElementById("save").hidden = true;
form.addEventListener("change", ticked);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
document.querySelectorAll("form[data-online]").forEach((other) => other.addEventListener("submit", guard));
window.addEventListener("online", send);
for (const tick of queue) {
  const [person, here] = tick.split(":");
  boxes().forEach((box) => {
    if (box.value === person) box.checked = here === "1";
  });
}
send();
