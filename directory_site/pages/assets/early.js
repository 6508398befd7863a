// What must stand before anything is drawn: the visitor's choice of colours (without one the
// device's rules), room for what other scripts add. A classic script in the head, since a module
// would come too late.
{
  const root = document.documentElement;
  const colours = { light: "#0f4a40", dark: "#0c2f29" };
  const kept = () => {
    try {
      return localStorage.getItem("scheme") ?? "";
    } catch {
      return ""; // storage may be forbidden
    }
  };
  const show = (scheme) => {
    if (scheme in colours) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    for (const [own, colour] of Object.entries(colours)) {
      const meta = document.querySelector(`meta[name="theme-color"][media*="${own}"]`);
      if (meta) meta.content = colours[scheme] ?? colour;
    }
  };
  // Room for what scripts add, so that nothing moves when they do.
  root.classList.add("js");
  // Answers are on their way; once all scripts have run, or failed, search/page.js decides.
  if (new URLSearchParams(location.search).get("q")) {
    root.classList.add("asked");
    addEventListener("load", () => root.classList.remove("asked"));
  }
  show(kept());
  document.addEventListener("DOMContentLoaded", () => {
    const row = document.getElementById("nen");
    const select = row.querySelector("select");
    select.value = kept();
    select.addEventListener("change", () => {
      show(select.value);
      try {
        if (select.value) localStorage.setItem("scheme", select.value);
        else localStorage.removeItem("scheme");
      } catch {
        // It then holds for this page.
      }
    });
    row.hidden = false;
  });
}
