// Markdown as GitHub and GitLab read it: tables, autolinks, HTML.
import MarkdownIt from "markdown-it";

window.render = (text) => {
  const markdown = MarkdownIt({ html: true, linkify: true });
  document.getElementById("comment").innerHTML = markdown.render(text);
};
window.ready = true;
