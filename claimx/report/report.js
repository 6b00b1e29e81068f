"use strict";
// Everything shown is made with textContent: no text of an article is ever read as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const ROLES = ["content", "quoted", "cue", "source"];
// Rows that are made at a time: few enough that nobody waits for them.
const PAGE = 50;
const COLUMNS = ["speaker", "organization", "role", "kind", "class", "confidence", "words", "cue", "article", "line", "id"];

const form = document.getElementById("filters");
const list = document.getElementById("records");
const more = document.getElementById("more");
const earlier = document.getElementById("earlier");
const count = document.getElementById("count");
const main = document.getElementById("article");

data.records.forEach((record, number) => {
  record.number = number;
  record.groups = [];
  record.sought = [record.words, record.speaker, record.mention, record.role, record.organization, record.cue]
    .filter(Boolean).join("\n").toLowerCase();
});
data.groups.forEach((group) => group.members.forEach((member) => data.records[member.record].groups.push(group)));

let found = data.records;
// The rows of the list are those of found from first on, up to shown.
let first = 0;
let shown = 0;
let chosen = null;
let article = null;

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && key !== "list") element[key] = value; else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// Filters

function countBy(key) {
  const counts = new Map();
  for (const record of data.records) {
    if (record[key] !== null) counts.set(record[key], (counts.get(record[key]) || 0) + 1);
  }
  return [...counts];
}

function fill(name, entries) {
  const select = form.elements[name];
  select.append(make("option", { value: "" }, "all"));
  for (const [value, label] of entries) select.append(make("option", { value: String(value) }, label));
}

function offer() {
  const byCount = ([a, m], [b, n]) => n - m || String(a).localeCompare(String(b));
  for (const name of ["speaker", "organization", "kind", "class"]) {
    fill(name, countBy(name).sort(byCount).map(([value, n]) => [value, `${value} (${n})`]));
  }
  fill("article", data.articles.map((one, number) => [number, one.title || one.id]));
}

function matching() {
  const wanted = Object.fromEntries(new FormData(form));
  const text = wanted.text.trim().toLowerCase();
  const least = Number(wanted.confidence) || 0;
  const equal = ["speaker", "organization", "kind", "class", "article"].filter((name) => wanted[name] !== "");
  const kept = data.records.filter((record) =>
    record.confidence >= least &&
    equal.every((name) => String(record[name]) === wanted[name]) &&
    (text === "" || record.sought.includes(text)));
  if (wanted.order === "worth") kept.sort((a, b) => b.worth.length - a.worth.length || a.number - b.number);
  if (wanted.order === "confidence") kept.sort((a, b) => a.confidence - b.confidence || a.number - b.number);
  return kept;
}

function refresh() {
  found = matching();
  showFrom(0);
  count.textContent = `${found.length} of ${data.records.length} records`;
}

function showFrom(position) {
  first = shown = position;
  list.replaceChildren();
  showMore();
}

function showMore() {
  const next = found.slice(shown, shown + PAGE);
  list.append(...next.map(row));
  shown += next.length;
  more.hidden = shown >= found.length;
  earlier.hidden = first === 0;
}

function showEarlier() {
  const start = Math.max(0, first - PAGE);
  list.prepend(...found.slice(start, first).map(row));
  first = start;
  earlier.hidden = first === 0;
}

function row(record) {
  const who = record.speaker || record.mention || "nobody named";
  const labels = [record.role, record.organization, record.kind, record.class, `confidence ${record.confidence}`];
  const button = make("button", { type: "button" },
    make("span", { className: "who" }, who),
    make("span", { className: "words" }, record.words),
    make("span", { className: "labels" }, labels.filter(Boolean).join(" · ")),
    record.worth.length ? make("span", { className: "worth" }, `check: ${record.worth.join(", ")}`) : null);
  button.dataset.number = record.number;
  if (chosen === record) button.setAttribute("aria-current", "true");
  return make("li", {}, button);
}

// The article

function show(number) {
  if (article === number) return;
  article = number;
  const one = data.articles[number];
  const text = make("div", { className: "text" });
  if (one.segments === null) text.append("The text of this article was not at hand; its records are in the list.");
  else text.append(...one.segments.map(segment));
  const about = [one.published, one.title ? one.id : null].filter(Boolean).join(" · ");
  main.replaceChildren(make("h2", {}, one.title || one.id), make("p", { className: "labels" }, about),
    make("div", { id: "about" }), text);
}

function segment([words, marks]) {
  if (!marks) return words;
  const mark = make("mark", { className: [...new Set(marks.map(([, role]) => ROLES[role]))].join(" ") }, words);
  mark.dataset.records = marks.map(([number]) => number).join(" ");
  return mark;
}

function describe(record) {
  const box = document.getElementById("about");
  const items = [`${record.cue ? `cue “${record.cue}”` : "no cue"}, line ${record.line}, ${record.polarity}, ${record.region}`];
  const details = make("ul", {}, ...items.map((item) => make("li", {}, item)));
  for (const group of record.groups) {
    for (const member of group.members.filter((one) => one.record !== record.number)) details.append(linked(group, member));
  }
  const heading = make("h3", {}, record.speaker || record.mention || "nobody named");
  const place = record.link ? make("p", {}, make("a", { href: record.link, rel: "noreferrer" }, "Open the article at its words")) : null;
  box.className = "about";
  box.replaceChildren(heading, details, ...(place ? [place] : []));
}

function linked(group, member) {
  const other = data.records[member.record];
  const title = data.articles[other.article].title || data.articles[other.article].id;
  const link = make("a", { href: `#${anchor(other)}` }, `${other.speaker || other.mention || "nobody named"}: ${title}`);
  const item = make("li", {}, `${member.relation.replace("_", " ")}: `, link);
  if (group.conflicts.length) item.append(` (at odds: ${group.conflicts.join(", ")})`);
  for (const [kind, reference, here] of member.differences) {
    item.append(` ${kind} `, reference ? make("del", {}, reference) : "", " ", here ? make("ins", {}, here) : "");
  }
  return item;
}

// Choosing, and links that lead to what is chosen

function anchor(record) {
  return `${record.article}-${record.id}`;
}

function choose(record, { scroll = true, focus = false } = {}) {
  chosen = record;
  show(record.article);
  describe(record);
  for (const mark of main.querySelectorAll("mark")) {
    mark.classList.toggle("chosen", mark.dataset.records.split(" ").includes(String(record.number)));
  }
  for (const button of list.querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
  const position = found.indexOf(record);
  if (position >= 0 && (position < first || position >= shown)) showFrom(position - (position % PAGE));
  const button = list.querySelector(`[data-number="${record.number}"]`);
  if (button) {
    button.setAttribute("aria-current", "true");
    button.scrollIntoView({ block: "nearest" });
    if (focus) button.focus({ preventScroll: true });
  }
  const place = main.querySelector("mark.chosen");
  if (scroll && place) place.scrollIntoView({ block: "center" });
  if (location.hash.slice(1) !== anchor(record)) history.pushState(null, "", `#${anchor(record)}`);
}

function follow() {
  const record = data.records.find((one) => anchor(one) === location.hash.slice(1));
  if (record) choose(record);
}

function step(by) {
  if (!found.length) return;
  const next = chosen === null ? 0 : found.indexOf(chosen) + by;
  choose(found[Math.min(Math.max(next, 0), found.length - 1)], { focus: true });
}

// Copying

function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csv() {
  const rows = found.map((record) => ({ ...record, article: data.articles[record.article].id }));
  return [COLUMNS.join(","), ...rows.map((one) => COLUMNS.map((name) => cell(one[name])).join(","))].join("\n") + "\n";
}

async function copy() {
  try {
    await navigator.clipboard.writeText(csv());
    count.textContent = `${found.length} records are in the clipboard`;
  } catch {
    count.textContent = "The browser does not let this page write to the clipboard";
  }
}

form.addEventListener("input", refresh);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(refresh));
more.addEventListener("click", showMore);
earlier.addEventListener("click", showEarlier);
document.getElementById("copy").addEventListener("click", copy);
list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) choose(data.records[Number(button.dataset.number)]);
});
main.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || !mark.dataset.records) return;
  // Where several records share the words, each click goes on to the next of them.
  const numbers = [...new Set(mark.dataset.records.split(" ").map(Number))];
  const at = chosen === null ? -1 : numbers.indexOf(chosen.number);
  choose(data.records[numbers[(at + 1) % numbers.length]], { scroll: false });
});
window.addEventListener("hashchange", follow);
window.addEventListener("popstate", follow);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { form.reset(); return; }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
  if (event.key === "/") { event.preventDefault(); form.elements.text.focus(); }
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

offer();
refresh();
if (data.articles.length) show(0);
follow();
