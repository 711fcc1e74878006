/* Follows an import while its page is open: figures in place, the outcome when it is there. Without it, "Look again" does the same. */
"use strict";

const EVERY = 2000;
const AFTER_A_FAULT = 10000; /* milliseconds */
const told = document.getElementById("import-told");
let quarter = 0;

async function look() {
  let answer;
  try {
    answer = await fetch(location.href, { cache: "no-store" });
  } catch {
    return lookLater(AFTER_A_FAULT); /* the network is away; it may come back */
  }
  if (answer.status >= 500) return lookLater(AFTER_A_FAULT);
  if (answer.redirected || !answer.ok) return location.reload(); /* signed out, or the file is forgotten: let the server say so */
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.getElementById("progress")) {
    showFigures(page);
    lookLater(EVERY);
  } else {
    showOutcome(page);
  }
}

function lookLater(wait) {
  setTimeout(look, wait);
}

function showFigures(page) {
  const bar = document.getElementById("progress");
  const words = document.getElementById("progress-words");
  bar.value = page.getElementById("progress").value;
  words.textContent = page.getElementById("progress-words").textContent;
  const reached = Math.floor((4 * bar.value) / bar.max);
  if (reached > quarter) {
    /* Said aloud four times, not every two seconds. */
    quarter = reached;
    told.textContent = words.textContent;
  }
}

function showOutcome(page) {
  const part = document.getElementById("import");
  const hadFocus = part.contains(document.activeElement);
  const outcome = document.adoptNode(page.getElementById("import"));
  document.title = page.title;
  part.replaceWith(outcome);
  told.textContent = outcome.querySelector(".lede").textContent;
  if (hadFocus) {
    const heading = outcome.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }
}

lookLater(EVERY);
