/* RSA blind signatures, RSABSSA-SHA384-PSS-Randomized of RFC 9474: the browser's half. people/blind.py has both. */
"use strict";
{
  const HASH = 48; /* bytes of SHA-384, and of the salt */
  const PREFIX = 32;
  const MESSAGE = 32;

  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const toNumber = (bytes) => BigInt(`0x${toHex(bytes)}`);
  const toBytes = (number, length) => fromHex(number.toString(16).padStart(2 * length, "0"));
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const lengthOf = (key) => Math.ceil(key.modulus.toString(16).length / 2);

  function power(base, exponent, modulus) {
    let result = 1n;
    for (let square = base % modulus; exponent > 0n; exponent >>= 1n, square = (square * square) % modulus) {
      if (exponent & 1n) result = (result * square) % modulus;
    }
    return result;
  }

  function inverse(number, modulus) {
    let [left, right, one, other] = [number, modulus, 1n, 0n];
    while (right > 0n) {
      const times = left / right;
      [left, right, one, other] = [right, left - times * right, other, one - times * other];
    }
    if (left !== 1n) throw new Error("no inverse");
    return ((one % modulus) + modulus) % modulus;
  }

  function randomBelow(modulus, length) {
    for (;;) {
      const number = toNumber(random(length));
      if (number > 0n && number < modulus) return number;
    }
  }

  async function mask(seed, length) {
    const blocks = [];
    for (let number = 0; blocks.length * HASH < length; number++) {
      blocks.push(await hash(joined(seed, toBytes(BigInt(number), 4))));
    }
    return joined(...blocks).slice(0, length);
  }

  /* EMSA-PSS-ENCODE, RFC 8017 section 9.1.1 */
  async function encode(message, bits) {
    const length = Math.ceil(bits / 8);
    const salt = random(HASH);
    const digest = await hash(joined(new Uint8Array(8), await hash(message), salt));
    const block = joined(new Uint8Array(length - 2 * HASH - 2), [1], salt);
    const over = await mask(digest, block.length);
    const masked = block.map((byte, place) => byte ^ over[place]);
    masked[0] &= 0xff >> (8 * length - bits);
    return joined(masked, digest, [0xbc]);
  }

  async function isSigned(key, prepared, signature) {
    const base64 = (number) =>
      btoa(String.fromCharCode(...toBytes(number, Math.ceil(number.toString(16).length / 2))))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "");
    const jwk = { kty: "RSA", n: base64(key.modulus), e: base64(key.exponent), alg: "PS384", ext: true };
    const loaded = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "RSA-PSS", saltLength: HASH }, loaded, signature, prepared);
  }

  globalThis.foyerBlind = {
    /* Whether this browser can do it here: only over https, or on this very machine. */
    isPossible: () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.BigInt),
    keyOf: ({ modulus, exponent }) => ({ modulus: BigInt(`0x${modulus}`), exponent: BigInt(`0x${exponent}`) }),

    /* A new token, blinded: what is kept here, and what is sent. All in hexadecimal. */
    async blind(key) {
      const length = lengthOf(key);
      const prepared = joined(random(PREFIX), random(MESSAGE));
      const number = toNumber(await encode(prepared, key.modulus.toString(2).length - 1));
      const factor = randomBelow(key.modulus, length);
      const blinded = (number * power(factor, key.exponent, key.modulus)) % key.modulus;
      return {
        prepared: toHex(prepared),
        inverse: inverse(factor, key.modulus).toString(16),
        blinded: toHex(toBytes(blinded, length)),
      };
    },

    /* The signature of the token, which the server has never seen. */
    async finalize(key, kept, signed) {
      const number = (BigInt(`0x${signed}`) * BigInt(`0x${kept.inverse}`)) % key.modulus;
      const signature = toBytes(number, lengthOf(key));
      if (!(await isSigned(key, fromHex(kept.prepared), signature))) throw new Error("not signed");
      return toHex(signature);
    },
  };
}
