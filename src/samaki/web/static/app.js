// Cross-tab totals, single keys, focus on refusals. Every page works without this file.
(() => {
  const root = document.documentElement;
  const khmer = () => root.lang === "km";
  const digits = (n) => (khmer() ? String(n).replace(/\d/g, (d) => "០១២៣៤៥៦៧៨៩"[d]) : String(n));
  const plain = (text) => text.replace(/[០-៩]/g, (d) => "០១២៣៤៥៦៧៨៩".indexOf(d)).replace(/^(\d{1,3})(?:[.,\s](?=\d{3}))/, "$1").replace(/(\d)[.,\s](?=(\d{3})+$)/g, "$1");
  const count = (input) => Number(plain(input.value)) || 0;
  const sum = (inputs) => [...inputs].reduce((all, input) => all + count(input), 0);

  const totals = () => {
    document.querySelectorAll(".xtab tbody tr").forEach((row) => {
      const out = row.querySelector("output");
      if (out) out.textContent = digits(sum(row.querySelectorAll("input")));
    });
    document.querySelectorAll("[data-total]").forEach((out) => {
      out.textContent = digits(sum(document.querySelectorAll(".xtab input")));
    });
  };

  // Claims: J and K walk, A accepts, E corrects, R rejects. Only outside inputs.
  const claims = () => [...document.querySelectorAll(".claim")];
  const current = () => document.activeElement?.closest(".claim") || (location.hash && document.querySelector(`.claim${location.hash}`)) || null;
  const walk = (step) => {
    const all = claims();
    const here = all.indexOf(current());
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    next?.querySelector("a, button, summary")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (act) => {
    const claim = current() || document.querySelector(".claim.is-draft");
    claim?.querySelector(`[data-act="${act}"]`)?.click();
  };
  const keys = { j: () => walk(1), k: () => walk(-1), a: () => press("accept"), e: () => press("correct"), r: () => press("reject") };

  // A form is sent once: a second press while the first is on its way would ask for it again.
  const sent = new WeakSet();
  const once = (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
    setTimeout(() => sent.delete(event.target), 8000); // whoever stopped a slow page may try again
  };
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form)); });

  let going = false; // after g, the next letter is a page of the rail

  addEventListener("DOMContentLoaded", () => {
    if (document.querySelector(".xtab")) { document.addEventListener("input", totals); totals(); }
    document.querySelector(".errors, .refusal[role=alert]")?.focus();
    document.addEventListener("submit", once);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (typing || root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
      const found = going ? `[data-go="${CSS.escape(event.key)}"]` : { "?": "[data-all-keys]", "/": "input[type=search]" }[event.key];
      going = event.key === "g" && !going;
      const target = found && document.querySelector(found);
      if (target) { event.preventDefault(); target[target.matches("input") ? "focus" : "click"](); }
      else if (event.key in keys && document.querySelector(".claim")) { event.preventDefault(); keys[event.key](); }
    });
  });
})();
