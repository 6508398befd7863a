// The only script: browsers hand security keys to scripts alone. Sends the form with their answer.
"use strict";
for (const form of document.querySelectorAll("form[data-key]")) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const publicKey = form.dataset.key === "create"
        ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
        : PublicKeyCredential.parseRequestOptionsFromJSON(options);
      const found = await navigator.credentials[form.dataset.key]({ publicKey });
      form.elements.answer.value = JSON.stringify(found.toJSON());
      form.requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}
