// The editor of VS Code with the YAML language server and the project's schema.
import * as monaco from "monaco-editor/esm/vs/editor/editor.api.js";
import "monaco-editor/esm/vs/editor/editor.all.js";
import "monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution.js";
import { configureMonacoYaml } from "monaco-yaml";

window.MonacoEnvironment = {
  getWorkerUrl: (_, label) => (label === "yaml" ? "yaml.worker.js" : "editor.worker.js"),
};

// The first line of every roster file names the schema by its path.
const SCHEMA = "file:///schema/unit.json";

// Shows a unit's file with the cursor in a place; `act` is a command of the editor.
window.show = async ({ text, name, line, column, act, first }) => {
  const schema = await (await fetch("unit.json")).json();
  configureMonacoYaml(monaco, {
    schemas: [{ uri: SCHEMA, fileMatch: [], schema }],
  });
  const uri = monaco.Uri.parse(`file:///inventory/roster/${name}`);
  const editor = monaco.editor.create(document.getElementById("editor"), {
    model: monaco.editor.createModel(text, "yaml", uri),
    theme: "vs",
    fontFamily: "'DejaVu Sans Mono', monospace",
    fontSize: 13,
    minimap: { enabled: false },
    scrollBeyondLastLine: true,
    wordWrap: "on",
    automaticLayout: false,
    renderWhitespace: "none",
    cursorBlinking: "solid",
    scrollbar: { vertical: "hidden" },
    overviewRulerLanes: 0,
    stickyScroll: { enabled: false },
    suggest: { showStatusBar: false, preview: false },
    hover: { above: false, sticky: true },
    lineNumbersMinChars: 3,
    folding: false,
    glyphMargin: false,
  });
  editor.setPosition({ lineNumber: line, column });
  editor.setScrollTop(editor.getTopForLineNumber(first));
  editor.focus();
  window.act = () => editor.trigger("pictures", act, {});
  window.details = () => editor.trigger("pictures", "toggleSuggestionDetails", {});
  window.next = () => editor.trigger("pictures", "selectNextSuggestion", {});
  window.markers = () => monaco.editor.getModelMarkers({}).map((marker) => marker.message);
};
window.ready = true;
