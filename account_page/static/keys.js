// The only script: browsers hand security keys to scripts alone. Sends the form with their answer.
// Bytes are written in base64url by hand: older phones lack the browser's own functions for it.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const known = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
  return read;
}

function answered(found) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[part]) response[part] = text(found.response[part]);
  }
  return { id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {} };
}

for (const form of document.querySelectorAll("form[data-key]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const publicKey = asked(JSON.parse(form.dataset.options));
      const found = await navigator.credentials[form.dataset.key]({ publicKey });
      form.elements.answer.value = JSON.stringify(answered(found));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
