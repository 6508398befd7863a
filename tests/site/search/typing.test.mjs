// What was typed: folding, diacritics in any form, Telex and VNI with the keyboard off.

import assert from "node:assert/strict";
import test from "node:test";

import { parts, plain, words } from "../../../directory_site/pages/assets/search/fold.js";
import { near } from "../../../directory_site/pages/assets/search/match.js";
import { telex, vni } from "../../../directory_site/pages/assets/search/typing.js";

const same = (decoded, word) => {
  const { letters, tone } = parts(word);
  assert.deepEqual(decoded, { letters, tone });
};

test("a word is taken apart the same way wherever the tone mark stands", () => {
  assert.deepEqual(parts("Nguyễn"), { fold: "nguyen", letters: "nguyên", tone: "x" });
  assert.deepEqual(parts("hoà"), parts("hòa"));
  assert.deepEqual(parts("Thuỷ"), parts("thủy"));
  assert.deepEqual(parts("Đường".normalize("NFD")), parts("đường"));
});

test("folding keeps letters and digits alone", () => {
  assert.equal(plain("Đỗ H'Hen-2"), "dohhen2");
  assert.deepEqual(words("H'Hen – Niê, (2)").map((word) => word.text), ["H'Hen", "Niê", "2"]);
});

for (const [typed, word] of [
  ["nguyeexn", "nguyễn"], ["nguyenex", "nguyễn"], ["nguyeenx", "nguyễn"], ["vawn", "văn"],
  ["hooj", "hộ"], ["tichj", "tịch"], ["ddaats", "đất"], ["datds", "đát"], ["truowng", "trương"],
  ["truwowngf", "trường"], ["truongwf", "trường"], ["thuw", "thư"], ["phus", "phú"],
  ["quys", "quý"], ["giaays", "giấy"],
]) {
  test(`Telex ${typed} is ${word}`, () => same(telex(typed), word));
}

for (const [typed, word] of [
  ["ho65", "hộ"], ["ho5", "họ"], ["tich5", "tịch"], ["nguye64n", "nguyễn"], ["nguyen64", "nguyễn"],
  ["d9a61t", "đất"], ["tru7o7ng2", "trường"], ["truong72", "trường"], ["va8n", "văn"],
]) {
  test(`VNI ${typed} is ${word}`, () => same(vni(typed), word));
}

test("what no keyboard made is left alone", () => {
  for (const word of ["nguyen", "van", "tich", "anh", "xyzzy", "hotichs", "annv12", "2026"]) {
    assert.equal(telex(word), null, word);
  }
  for (const word of ["nguyen", "annv12", "2026", "huyen"]) assert.equal(vni(word), null, word);
});

test("one typing error is a wrong, a missing, an extra or two swapped letters", () => {
  for (const typed of ["nguyem", "nguen", "nguyenn", "nguyne", "nguyen", "gnuyen"]) {
    assert.ok(near(typed, "nguyen"), typed);
  }
  for (const typed of ["nguy", "ngueyenn", "nuygen", "nguyenab"]) {
    assert.ok(!near(typed, "nguyen"), typed);
  }
});
