// What somebody typed outlives a log-in that ran out, a lost connection, a change of language and a
// page that was left: it stays in this tab, for the same reader alone, until the form is saved,
// discarded, or they log out. Nothing of it leaves the browser. Only what was changed by hand is
// kept, never a password or a file, and nothing of a form marked data-no-draft: no decision about a
// person, and no word of an interview, is filled in by a script.
(() => {
  const store = sessionStorage;
  const reader = () => document.body.dataset.reader || "";
  const forms = () => [...document.forms].filter(kept);
  const kept = (form) => form && form.method === "post" && !form.closest("header, [data-no-draft]") && !form.querySelector("[type=password]");
  const typed = (form) => [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button", "fieldset"].includes(field.type) && field.id !== "add-nation");
  const choice = (field) => ["checkbox", "radio"].includes(field.type);
  const value = (field) => (choice(field) ? field.checked : field.value);
  const offered = (field) => {
    if (choice(field)) return field.defaultChecked;
    if (field.options) return ([...field.options].find((each) => each.defaultSelected) || field.options[0])?.value;
    return field.defaultValue;
  };
  const rows = (form) => [...form.querySelectorAll("[type=hidden][name=nationality]")].map((field) => field.value);
  const forget = () => Object.keys(store).filter((name) => /^(draft |sent$|reader$)/.test(name)).forEach((name) => store.removeItem(name));
  const asked = () => { const all = new URLSearchParams(location.search); all.delete("nationality"); all.sort(); return `${location.pathname}?${all}`; };

  // A form is known by its page with what was asked of it, where it goes, and what it asks for.
  const key = (form) => `draft ${asked()} ${new URL(form.action).pathname} ${[...new Set(typed(form).map((field) => field.name))].filter((name) => !name.startsWith("n-")).join()}`;
  // Fields of one name are told apart by their own value if they are choices, else by their order.
  const named = (form) => { const seen = {}; return typed(form).map((field) => { const name = choice(field) ? `${field.name}=${field.value}` : field.name; seen[name] = (seen[name] || 0) + 1; return [`${name} ${seen[name]}`, field]; }); };
  const read = (form) => JSON.parse(store.getItem(key(form)) || '{"said":{},"rows":[]}');

  const keep = (form, refused) => {
    const draft = read(form);
    named(form).forEach(([name, field]) => {
      if (value(field) !== offered(field) || (refused && name in draft.said)) draft.said[name] = value(field);
      else delete draft.said[name];
    });
    store.setItem(key(form), JSON.stringify({ said: draft.said, rows: rows(form) }));
  };

  const say = (form) => {
    const words = document.getElementById("draft-words")?.content.firstElementChild?.cloneNode(true);
    if (!words) return;
    words.querySelector("button").addEventListener("click", () => { store.removeItem(key(form)); location.reload(); });
    form.before(words);
  };

  const bring = (form) => {
    const draft = read(form);
    const missing = draft.rows.filter((code) => !rows(form).includes(code));
    if (missing.length && !draft.again) {
      store.setItem(key(form), JSON.stringify({ ...draft, again: true }));
      const all = new URLSearchParams(location.search);
      missing.forEach((code) => all.append("nationality", code));
      location.replace(`${location.pathname}?${all}`);
      return;
    }
    const changed = named(form).filter(([name, field]) => {
      if (!(name in draft.said) || value(field) !== offered(field) || value(field) === draft.said[name]) return false;
      if (choice(field)) field.checked = draft.said[name]; else field.value = draft.said[name];
      return value(field) === draft.said[name];
    });
    if (changed.length) { say(form); form.dispatchEvent(new Event("input", { bubbles: true })); }
  };

  // The server says by a cookie which address took a form in and went on: that draft is done with.
  const saved = () => {
    const found = document.cookie.split("; ").find((each) => each.startsWith("saved="));
    document.cookie = "saved=; Max-Age=0; path=/; SameSite=Lax";
    return found ? decodeURIComponent(found.slice(6)) : null;
  };

  addEventListener("DOMContentLoaded", () => {
    if (!reader()) return;
    if (store.getItem("reader") !== reader()) { forget(); store.setItem("reader", reader()); }
    const sent = JSON.parse(store.getItem("sent") || "null");
    if (sent && sent.to === saved()) store.removeItem(sent.key);
    store.removeItem("sent");
    const refused = document.querySelector(".errors, .refusal") !== null;
    if (!refused) forms().forEach(bring);
    const changed = (event) => { const form = event.target.closest?.("form"); if (kept(form)) keep(form, refused); };
    document.addEventListener("input", changed);
    document.addEventListener("change", changed);
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (event.target.matches("[data-log-out]")) forget();
      else if (kept(event.target)) store.setItem("sent", JSON.stringify({ key: key(event.target), to: new URL(event.target.action).pathname }));
    });
  });
})();
