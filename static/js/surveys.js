/* Answering a survey: the token is fetched when the page opens, so that having one says nothing; the answer leaves without a cookie. */
"use strict";
{
  const form = document.getElementById("survey-form");
  const { owner, wave, handInUrl, away } = form.dataset;
  const STORE = `foyer.surveys.${owner}`;
  const { Refused, read, keep, asNobody, tokenFor } = globalThis.foyerTokens(STORE, form);
  const can = globalThis.foyerBlind.isPossible();
  const token = () => tokenFor(`wave.${wave}`, { wave });

  function showDone() {
    form.replaceWith(document.getElementById("survey-done").content.cloneNode(true));
    document.getElementById("survey-done-title").focus();
  }

  function complain(text) {
    const box = document.getElementById("survey-wrong");
    box.hidden = false;
    box.querySelector("span").textContent = text;
    box.scrollIntoView({ block: "nearest" });
  }

  async function handIn(event) {
    event.preventDefault();
    const press = form.querySelector("[type=submit]");
    press.disabled = true;
    try {
      const { prepared, signature } = await token();
      const said = [...new FormData(form)].filter(([name]) => /^(q\d+|department)$/.test(name));
      await asNobody(handInUrl, { ...Object.fromEntries(said), wave, prepared, signature });
    } catch (error) {
      if (error.status !== 409) {
        complain(error instanceof Refused ? error.message : away);
        press.disabled = false;
        return;
      }
    }
    keep(`answered.${wave}`, true);
    showDone();
  }

  for (const part of document.querySelectorAll(".needs-script")) part.hidden = can;
  if (can && read(`answered.${wave}`)) showDone();
  else if (can) {
    form.querySelector("[type=submit]").disabled = false;
    form.addEventListener("submit", handIn);
    token().catch((error) => complain(error instanceof Refused ? error.message : away));
  }
}
