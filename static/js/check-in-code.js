/* The code in the room is a new one every five minutes. Without this script a link brings it. */
"use strict";

const EVERY = 60000; /* milliseconds */

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("code");
    if (fresh) document.getElementById("code").replaceWith(document.adoptNode(fresh));
    else if (answer.ok) location.reload(); /* the hour for it is over, or nobody is signed in: let the server say so */
  } catch {
    /* The network is away; the code is good for a while. */
  }
}

setInterval(look, EVERY);
