// What the engine promises, on the small directory of test_search_engine.py (INDEX is its file).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { load } from "../../../directory_site/pages/assets/search/engine.js";

const bytes = new Uint8Array(readFileSync(process.env.INDEX));
const engine = load(bytes);
const local = (answer) => answer.address.split("@")[0];
const people = (query) => engine.search(query).people.filter((one) => !one.near).map(local);
const units = (query) => engine.search(query).units.filter((one) => !one.near).map(local);

// Every way to type one person: the first answer is the one.
for (const query of [
  "Nguyễn Văn An", "nguyen van an", "NGUYEN VAN AN", "an nguyen van", "nguyen an", "ngu va an",
  "Nguyễn Văn An".normalize("NFD"), "nguyeexn vawn an", "nguyenex van an", "nguye64n va8n an",
  "nguyenvanan", "nguyenvan an", "nguyen vanan", "nva", "nv an", "n v an", "nva tay phu", "ng v an", "ng v tay phu",
  "nguyne van an", "nguyem van an", "nguyn van an", "nguyen van am", "nguyenn van an", "ngyuen van an",
  "annv", "annv@", "annv@tayson.binhdinh.gov.vn", "ANNV@TAYSON.BINHDINH.GOV.VN", "nguyen van an,",
  "gửi ông Nguyễn Văn An", "email anh nguyen van an", "an tay phu", "nguyen van an xa tay phu",
  "chu tich tay phu", "chủ tịch xã Tây Phú", "ct ubnd xa tay phu",
]) {
  test(`person: ${query}`, () => assert.equal(engine.search(query).people.map(local)[0], "annv"));
}

for (const [query, expected] of [
  ["tay phu", "xatayphu"], ["Tây Phú", "xatayphu"], ["tayphu", "xatayphu"], ["TAY PHU", "xatayphu"],
  ["taay phus", "xatayphu"], ["tay6 phu1", "xatayphu"], ["phu tay", "xatayphu"], ["tay phy", "xatayphu"],
  ["ubnd xa tay phu", "xatayphu"], ["uy ban xa tay phu", "xatayphu"], ["uy ban tay phu", "xatayphu"], ["uy ban nhan dan xa tay phu", "xatayphu"],
  ["Uỷ ban nhân dân xã Tây Phú", "xatayphu"], ["phường Tây Phú", "xatayphu"],
  ["địa chỉ email xã tây phú", "xatayphu"], ["liên hệ ubnd tây phú", "xatayphu"],
  ["ho tich tay phu", "xatayphu"], ["hotich tay phu", "xatayphu"], ["tay phu ho tich", "xatayphu"],
  ["hotichtayphu", "xatayphu"], ["khai sinh tay phu", "xatayphu"], ["khaisinh tayphu", "xatayphu"],
  ["làm giấy khai sinh ở xã tây phú", "xatayphu"], ["xatayphu", "xatayphu"],
  ["xatayphu@tayson.binhdinh.gov.vn", "xatayphu"], ["van thu tay phu", "vanthu-tayphu"],
  ["vanthu-tayphu", "vanthu-tayphu"], ["vanthutayphu", "vanthu-tayphu"],
  ["tnmt", "phongtainguyenvamoitruong"], ["Phòng TN&MT", "phongtainguyenvamoitruong"],
  ["phong tn mt", "phongtainguyenvamoitruong"], ["TN-MT", "phongtainguyenvamoitruong"],
  ["tn & mt huyen", "phongtainguyenvamoitruong"], ["vt tay phu", "vanthu-tayphu"], ["tai nguyen moi truong", "phongtainguyenvamoitruong"],
  ["phong dia chinh", "phongtainguyenvamoitruong"], ["dat dai", "phongtainguyenvamoitruong"],
  ["phong nong nghiep cu", "phongtainguyenvamoitruong"], ["phongnongnghiepcu", "phongtainguyenvamoitruong"],
  ["dong nghiep cong nghe", "tramthu2"],
]) {
  test(`unit: ${query}`, () => assert.equal(units(query)[0] ?? engine.search(query).units.map(local)[0], expected));
}

test("written diacritics come first, others after", () => {
  assert.deepEqual(people("le hoà").slice(0, 2), ["hoal", "hoangl"]);
  assert.deepEqual(people("le hòa"), people("le hoà"));
  assert.ok(people("lê hoà").includes("hoal1"));
  // Who writes diacritics elsewhere means it where there are none.
  assert.deepEqual(people("lê hoa").slice(0, 2), ["hoal1", "hoal"]);
});

test("whole words come before beginnings, those before typing errors", () => {
  const found = people("le hoa");
  assert.ok(found.indexOf("hoangl") > Math.max(found.indexOf("hoal"), found.indexOf("hoal1")));
  const near = engine.search("le hoan");
  assert.equal(near.people[0].address.split("@")[0], "hoangl");
});

test("the given name and the head of a unit come first", () => {
  assert.equal(people("an")[0], "annv");
  assert.ok(people("an").indexOf("annv") < people("an").indexOf("binhna"));
});

test("words scattered over several of a unit's functions or a section's name are no answer", () => {
  assert.deepEqual(units("chu tich tay phu"), []);
  assert.deepEqual(units("chung tich tay phu").filter(() => !engine.search("chung tich tay phu").partial), []);
  assert.equal(units("chung thuc tay phu")[0], "xatayphu");
});

test("a section comes before its unit only by its whole name", () => {
  assert.deepEqual(units("van thu tay phu"), ["vanthu-tayphu", "xatayphu"]);
});

test("a title comes before those that only hold it", () => {
  assert.deepEqual(people("chu tich").slice(0, 2), ["annv", "vantt"]);
  assert.deepEqual(people("pho chu tich"), ["vantt"]);
});

test("every answer has all words; only where none has, some have most of them", () => {
  const none = engine.search("nguyen van an qqqq");
  assert.equal(none.partial, true);
  assert.equal(none.people[0].address.split("@")[0], "annv");
  assert.equal(engine.search("nguyen van an").partial, false);
  for (const query of ["qqqq", "", "  ", "@", "!!!", "🙂"]) {
    const { units: some, people: others } = engine.search(query);
    assert.deepEqual([some, others], [[], []], query);
  }
});

test("who is listed by function only is found by it, at the shared mailbox and without a name", () => {
  const [one] = engine.search("van thu tay phu").people;
  assert.equal(one.name.text, "");
  assert.equal(one.title.text, "Công chức Văn thư");
  assert.equal(local(one), "vanthu-tayphu");
});

test("answers say what matched, and why where it is not shown", () => {
  const [unit] = engine.search("khai sinh tay phu").units;
  const cut = ({ text, ranges }) => ranges.map(([start, end]) => text.slice(start, end));
  assert.deepEqual(cut(unit.name), ["Tây", "Phú"]);
  assert.deepEqual(unit.reasons.map(({ label, text }) => `${label}: ${text}`), ["Việc: khai sinh (hộ tịch)"]);
  assert.deepEqual(cut(unit.reasons[0]), ["khai", "sinh"]);
  const [person] = engine.search("nguyen v").people;
  assert.deepEqual(cut(person.name), ["Nguyễn", "V"]);
  const [renamed] = engine.search("phong dia chinh").units;
  assert.deepEqual(renamed.reasons.map(({ label }) => label), ["Tên cũ"]);
  const [successor] = engine.search("phong nong nghiep cu").units;
  assert.deepEqual(successor.reasons.map(({ label }) => label), ["Thay cho"]);
  const [old] = engine.search("xatayphucu").units;
  assert.deepEqual(old.reasons.map(({ label, text }) => `${label}: ${text}`), ["Địa chỉ cũ: xatayphucu"]);
});

test("the parts of an address and a domain harm nothing", () => {
  assert.equal(units("tay phu @tayson.binhdinh.gov.vn")[0], "xatayphu");
  assert.equal(people("annv@gmail.com")[0], "annv");
});

test("any text gets an answer", () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const signs = [..."aăâbcdđeêghiklmnoôơpqrstuưvxyzfjw0123456789 @.-_'’\"<>&%+\u0301\u0323\t\n🙂ßİ漢ệ"];
  for (let n = 0; n < 400; n++) {
    const text = Array.from({ length: random(60) }, () => signs[random(signs.length)]).join("");
    const { units: some, people: others } = engine.search(text);
    assert.ok(Array.isArray(some) && Array.isArray(others));
  }
});

test("a file that is no index is refused", () => {
  assert.throws(() => load(new Uint8Array([1, 2, 3])), /not this index/);
});

test("a file of other blocks is refused too, and hangs nobody", () => {
  for (let at = 3; at < bytes.length; at++) {
    assert.throws(() => load(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)])));
  }
  assert.throws(() => load(Uint8Array.from([...bytes, 0])), /not this index/);
  assert.throws(() => load(Uint8Array.from(bytes, (byte, at) => (at < 3 ? byte : 255))), /not this index/);
});
