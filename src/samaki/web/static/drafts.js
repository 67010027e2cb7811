// What somebody types outlives a log-in that ran out, a change of language and a closed form: it
// stays in this tab, for the same reader alone, until the form is saved, discarded, or they log out.
// Nothing of it leaves the browser. A form marked data-no-draft is never kept.
(() => {
  const store = sessionStorage;
  const SENT = "sent"; // the address whose form is on its way: saved, if no refusal and no log-in comes back
  const key = (path) => `draft ${path}`;
  const reader = () => document.body.dataset.reader || "";
  const kept = (form) => form && form.method === "post" && !form.closest("header, [data-no-draft]") && !form.querySelector("[type=password]");
  const forms = () => [...document.forms].filter(kept);
  const typed = (field) => field.name && !["hidden", "file", "submit", "button", "password"].includes(field.type);
  const value = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
  const rows = (form) => [...form.querySelectorAll("[type=hidden][name=nationality]")].map((field) => field.value);
  const forget = () => Object.keys(store).filter((name) => name.startsWith("draft ")).forEach((name) => store.removeItem(name));

  const keep = (form) => {
    const said = forms().map((each) => [...each.elements].filter(typed).map((field) => [field.name, field.value, value(field)]));
    store.setItem(key(location.pathname), JSON.stringify({ reader: reader(), said, rows: rows(form) }));
  };

  const put = (form, said) => {
    let changed = false;
    const seen = {};
    [...form.elements].filter(typed).forEach((field) => {
      const choice = ["checkbox", "radio"].includes(field.type);
      const same = said.filter(([name, own]) => name === field.name && (!choice || own === field.value));
      const found = same[(seen[`${field.name} ${choice ? field.value : ""}`] = (seen[`${field.name} ${choice ? field.value : ""}`] ?? -1) + 1)];
      if (!found || value(field) === found[2]) return;
      if (choice) field.checked = found[2]; else field.value = found[2];
      changed = changed || value(field) === found[2];
    });
    return changed;
  };

  const say = (form) => {
    const words = document.getElementById("draft-words")?.content.firstElementChild?.cloneNode(true);
    if (!words) return;
    words.querySelector("button").addEventListener("click", () => { store.removeItem(key(location.pathname)); location.reload(); });
    form.before(words);
  };

  const bring = () => {
    const draft = JSON.parse(store.getItem(key(location.pathname)) || "null");
    if (!draft) return;
    if (draft.reader !== reader()) { forget(); return; }
    const missing = draft.rows.filter((code) => !document.querySelector(`[type=hidden][name=nationality][value="${CSS.escape(code)}"]`));
    if (missing.length && !draft.again) {
      store.setItem(key(location.pathname), JSON.stringify({ ...draft, again: true }));
      location.replace(`${location.pathname}?${new URLSearchParams(draft.rows.map((code) => ["nationality", code]))}`);
      return;
    }
    const changed = forms().filter((form, number) => draft.said[number] && put(form, draft.said[number]));
    if (changed.length) { say(changed[0]); document.dispatchEvent(new Event("input")); }
  };

  addEventListener("DOMContentLoaded", () => {
    if (!reader()) { store.removeItem(SENT); return; } // a log-in came between: nothing was saved
    const sent = store.getItem(SENT);
    store.removeItem(SENT);
    const refused = document.querySelector(".errors, .refusal[role=alert]") !== null;
    if (sent !== null && !refused) store.removeItem(key(sent));
    if (!refused) bring();
    const changed = (event) => { const form = event.target.closest?.("form"); if (kept(form)) keep(form); };
    document.addEventListener("input", changed);
    document.addEventListener("change", changed);
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (event.target.matches("[data-log-out]")) { forget(); return; }
      if (kept(event.target) && !event.submitter?.hasAttribute("data-adds")) store.setItem(SENT, location.pathname);
    });
  });
})();
