/* Who walks in is sent at once. Without network they are kept on this phone, as they were written and with the time, until the server says
   who they are; whoever it cannot tell stays on the page for the host to look at. Without this script the form does it, one page each. */
"use strict";
{
  const walkIn = document.getElementById("walk-in");
  const who = document.getElementById("who");
  const list = document.getElementById("walk-ins-kept");
  const said = walkIn.dataset;
  let kept = JSON.parse(localStorage.getItem(said.queue) || "[]"); /* {who, at, told}: told once the server could not tell who it is */
  let busy = false;
  let again = 0;

  const store = () => {
    if (kept.length) localStorage.setItem(said.queue, JSON.stringify(kept));
    else localStorage.removeItem(said.queue);
    list.replaceChildren(...kept.map(line));
  };

  function line(one) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = one.told ? `${one.who}: ${one.told}` : said.waits.replace("{who}", one.who);
    item.append(text);
    if (one.told) {
      const look = document.createElement("button");
      look.type = "button";
      look.className = "btn btn-secondary btn-sm";
      look.textContent = said.look;
      look.addEventListener("click", () => {
        forget(one);
        who.value = one.who;
        who.focus();
      });
      item.append(look);
    }
    return item;
  }

  function forget(one) {
    kept = kept.filter((other) => other !== one);
    store();
  }

  async function post(one) {
    const body = new URLSearchParams({ who: one.who, at: one.at, csrf_token: walkIn.elements.csrf_token.value });
    /* A network that is neither there nor away: what is sent twice counts once. */
    return fetch(said.kept, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(20000) });
  }

  async function bring(one) {
    let answer = await post(one);
    if (answer.status === 400) {
      /* The token of the form is good for an hour. */
      const page = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrf_token]");
      if (page.redirected || !fresh) throw new Error("signed out");
      walkIn.elements.csrf_token.value = fresh.value;
      answer = await post(one);
    }
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  /* asked: the one that was written just now. The host waits for an answer to it, and has it as a page where there are several.
     Whoever is written while others are on their way is kept as well, and sent after them. */
  async function sendAll(asked) {
    if (busy) return;
    busy = true;
    clearTimeout(again);
    let came = false;
    try {
      let one;
      while ((one = kept.find((other) => !other.told))) {
        const answer = await bring(one);
        if (answer.done) {
          came = true;
          forget(one);
        } else if (one === asked) {
          forget(one);
          who.value = one.who;
          walkIn.submit();
          return;
        } else {
          one.told = answer.told;
          store();
        }
      }
      if (came) location.reload();
    } catch {
      if (asked && who.value.trim() === asked.who) who.value = "";
      again = setTimeout(sendAll, 10000);
    }
    busy = false;
  }

  walkIn.addEventListener("submit", (event) => {
    const name = who.value.trim();
    if (!name) return;
    event.preventDefault();
    const one = { who: name, at: new Date(Date.now() + skew).toISOString(), told: "" };
    kept.push(one);
    store();
    if (busy) who.value = "";
    else sendAll(one);
  });
  window.addEventListener("online", () => sendAll());
  store();
  sendAll();
}
