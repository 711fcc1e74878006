/* On the way back to a question: which answers are new since this browser was here. It keeps their numbers, and sends nothing. */
"use strict";
{
  function showNews() {
    const part = document.getElementById("answers");
    if (!part) return;
    const name = `foyer.questions.seen.${part.dataset.question}`;
    const known = new Set(JSON.parse(localStorage.getItem(name) ?? "[]"));
    const replies = Array.from(part.querySelectorAll("[data-reply]"));
    for (const reply of replies.filter((one) => !known.has(one.dataset.reply))) {
      const mark = document.createElement("p");
      mark.className = "small waits";
      mark.textContent = part.dataset.new;
      reply.prepend(mark);
    }
    localStorage.setItem(name, JSON.stringify(replies.map((reply) => reply.dataset.reply)));
  }

  document.addEventListener("foyer-main-changed", showNews);
}
