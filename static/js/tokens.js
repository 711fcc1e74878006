/* Tokens that nobody can tell apart: what a browser keeps of them, and the two ways to speak with Foyer, as oneself and as nobody. */
"use strict";
{
  class Refused extends Error {
    constructor({ error, field }, status) {
      super(error);
      Object.assign(this, { field, status });
    }
  }

  async function post(url, fields, options) {
    const body = new URLSearchParams({ ...fields, language: document.documentElement.lang });
    const answer = await fetch(url, { method: "POST", body, cache: "no-store", ...options });
    if (!(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Error(`${answer.status}`);
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said, answer.status);
    return said;
  }

  const TAKE = "#take=";

  /* store: where in this browser; page: the element that says who asks (data-pass of a link, or the guard of a form) and where
     (data-signature-url). */
  globalThis.foyerTokens = (store, page) => {
    const read = (name) => JSON.parse(localStorage.getItem(`${store}.${name}`) ?? "null");
    const keep = (name, value) => localStorage.setItem(`${store}.${name}`, JSON.stringify(value));

    /* From another device of mine: behind the #, which is sent to nobody. */
    function takeOver() {
      if (!location.hash.startsWith(TAKE)) return;
      const brought = JSON.parse(decodeURIComponent(location.hash.slice(TAKE.length)));
      for (const [name, value] of Object.entries(brought)) keep(name, value);
      history.replaceState(null, "", location.pathname);
    }

    function linkToTake() {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(`${store}.`));
      const all = Object.fromEntries(names.map((name) => [name.slice(store.length + 1), JSON.parse(localStorage.getItem(name))]));
      return `${location.pathname}${TAKE}${encodeURIComponent(JSON.stringify(all))}`;
    }

    function asMyself(fields) {
      const guard = page.querySelector("input[name=csrf_token]");
      const who = page.dataset.pass ? { pass: page.dataset.pass } : { csrf_token: guard?.value ?? "" };
      return post(page.dataset.signatureUrl, { ...who, ...fields }, {});
    }

    async function fetchToken(what, fields) {
      let kept = read(what);
      if (kept?.signature) return kept;
      const said = await asMyself(fields);
      const key = globalThis.foyerBlind.keyOf(said);
      if (kept?.modulus !== said.modulus) {
        kept = { modulus: said.modulus, ...(await globalThis.foyerBlind.blind(key)) };
        keep(what, kept); /* before it is sent: whose answer is lost on the way asks for the same once more */
      }
      const { signature, elsewhere } = await asMyself({ ...fields, blinded: kept.blinded });
      if (elsewhere) throw new Refused({ error: elsewhere, field: "" }, 200);
      const token = { prepared: kept.prepared, signature: await globalThis.foyerBlind.finalize(key, kept, signature) };
      keep(what, token);
      return token;
    }

    return {
      Refused,
      read,
      keep,
      takeOver,
      linkToTake,
      asNobody: (url, fields) => post(url, fields, { credentials: "omit", referrerPolicy: "no-referrer" }),
      /* One page at a time: two would ask for two tokens, and there is one. */
      tokenFor: (what, fields) =>
        navigator.locks
          ? navigator.locks.request(`${store}.${what}`, () => fetchToken(what, fields))
          : fetchToken(what, fields),
    };
  };
}
