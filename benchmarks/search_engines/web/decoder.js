// The directory's own reading of Telex and VNI keystrokes, in front of engines that have none.

import { telex, vni } from "../../../directory_site/pages/assets/search/typing.js";
import { words } from "./common.js";

// Returns what was meant, without diacritics, or "" if the query holds no keystrokes.
export function decoded(query) {
  const typed = words(query);
  const meant = typed.flatMap((word) => words((telex(word) ?? vni(word))?.letters ?? word));
  return meant.join(" ") === typed.join(" ") ? "" : meant.join(" ");
}
