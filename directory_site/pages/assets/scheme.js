// The visitor's choice of colours, taken before anything is drawn; without one the device's rules.
// A classic script in the head, since a module would come too late.
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
