// What a reader could not read or hit in the open page; returns one line a finding.
//   arguments[0]: "text" for what is cut, covered or off the page, "targets" for what is too small.
const [what] = arguments;
const found = [];
const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true,
  contentVisibilityAuto: true });
const name = e => `${e.outerHTML.slice(0, 120).replace(/\s+/g, " ")}`;
// Texts for screen readers alone are one pixel large, or cut to nothing.
const hidden = e => {
  for (let up = e; up; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.clipPath !== "none" || style.clip !== "auto") return true;
    if (up.clientWidth <= 1 && up.clientHeight <= 1 && style.overflow !== "visible") return true;
  }
  return false;
};
const scrolls = (e, axis) => {
  for (let up = e; up && up !== document.body; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up)[axis])) return true;
  return false;
};
const floats = e => {
  for (let up = e; up; up = up.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(up).position)) return true;
  return false;
};

function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|OPTION)$/.test(parent.tagName)) continue;
    if (!shown(parent) || hidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) boxes.push({ node, parent, box });
  }
  return boxes;
}

function readable() {
  const width = document.documentElement.clientWidth;
  const page = document.documentElement.scrollWidth;
  if (page > width) found.push(`page: ${page} px wide in a window of ${width}`);
  const boxes = texts();
  for (const { parent, box } of boxes) {
    if ((box.right > width + 1 || box.left < -1) && !scrolls(parent, "overflowX"))
      found.push(`off the page: ${name(parent)}`);
    // Cut by whatever is around it.
    for (let up = parent; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      const edge = up.getBoundingClientRect();
      if (/hidden|clip/.test(style.overflowX) && (box.right > edge.right + 1 || box.left < edge.left - 1))
        found.push(`cut: ${name(parent)} in ${name(up)}`);
      const third = box.height / 3;
      if (/hidden|clip/.test(style.overflowY) &&
          (box.bottom - third > edge.bottom || box.top + third < edge.top))
        found.push(`cut: ${name(parent)} in ${name(up)}`);
    }
  }
  // Of each line the middle half: boxes of lines are higher than their letters.
  const lines = boxes.filter(({ parent }) => !floats(parent)).map(({ node, parent, box }) => ({
    node, parent, left: box.left + 1, right: box.right - 1,
    top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 }));
  lines.sort((one, two) => one.top - two.top);
  lines.forEach((line, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < line.bottom; next++) {
      const other = lines[next];
      if (other.node !== line.node && other.left < line.right && line.left < other.right)
        found.push(`overlap: ${name(line.parent)} and ${name(other.parent)}`);
    }
  });
}

// WCAG 2.2, 2.5.8: 24 by 24 pixels, or as much room around it; links inside sentences are free.
function targets() {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']")]
    .filter(e => shown(e) && !hidden(e));
  const inSentence = e => {
    const style = getComputedStyle(e);
    if (style.display !== "inline") return false;
    const block = e.closest("p, li, dd, td, dt, th, caption, blockquote, figcaption, small");
    return Boolean(block) && block.textContent.trim() !== e.textContent.trim();
  };
  const middle = e => {
    const box = e.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2, box];
  };
  for (const e of all) {
    const [x, y, box] = middle(e);
    if ((box.width >= 24 && box.height >= 24) || inSentence(e)) continue;
    const near = all.find(other => {
      if (other === e || e.contains(other) || other.contains(e)) return false;
      const edge = other.getBoundingClientRect();
      const [dx, dy] = [Math.max(edge.left - x, 0, x - edge.right), Math.max(edge.top - y, 0, y - edge.bottom)];
      return Math.hypot(dx, dy) < 12;
    });
    if (near) found.push(`${Math.round(box.width)}×${Math.round(box.height)} px: ${name(e)} beside ${name(near)}`);
  }
}

what === "targets" ? targets() : readable();
return [...new Set(found)];
