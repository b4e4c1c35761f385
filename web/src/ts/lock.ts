import { say } from "./dom";

// The lock falls over a page that nobody has touched for a while. What was typed
// stays beneath it; the password or a passkey lifts it in place. All tabs of the
// browser lock and unlock together. The server locks the session besides, so
// that nobody gets round it.
export function startLocking(): void {
  const found = document.getElementById("lock");
  if (!(found instanceof HTMLDialogElement)) return;
  const dialog = found;
  const after = Number(dialog.dataset.lockAfter) * 1000;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("airial-lock") : null;
  let touched = Date.now();
  let told = touched; // when the server or another tab was told of it

  const locked = () => dialog.open;
  const post = (address: string, body?: FormData) =>
    fetch(address, { method: "POST", headers: { "HX-Request": "true" }, body: body && new URLSearchParams(body as never) });

  function show(): void {
    if (locked()) return;
    dialog.showModal();
    dialog.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  }

  function lift(): void {
    touched = told = Date.now();
    say_("");
    dialog.querySelectorAll("form").forEach((f) => f.reset());
    if (locked()) dialog.close();
  }

  function say_(words: string): void {
    document.getElementById("lock-said")!.textContent = words;
  }

  // Nobody gets out by Escape.
  dialog.addEventListener("cancel", (e) => e.preventDefault());
  dialog.addEventListener("keydown", (e) => {
    if (e.key === "Escape") e.preventDefault();
  });

  function touch(): void {
    if (locked()) return;
    touched = Date.now();
    if (touched - told < after / 5) return;
    told = touched;
    others?.postMessage("touched");
    void post(dialog.dataset.alive!).then(heard, () => undefined);
  }

  // An answer that leads to the log-in page says that the session is locked.
  function heard(answer: Response): void {
    if (answer.headers.get("HX-Redirect")) show();
  }

  for (const kind of ["pointerdown", "pointermove", "keydown", "input", "scroll", "touchstart"]) {
    document.addEventListener(kind, touch, { passive: true, capture: true });
  }
  others?.addEventListener("message", (e) => {
    if (e.data === "touched") touched = told = Date.now();
    if (e.data === "locked") show();
    if (e.data === "lifted") lift();
  });

  setInterval(() => {
    if (locked() || Date.now() - touched < after) return;
    show();
    others?.postMessage("locked");
    void post(dialog.dataset.lock!).catch(() => undefined);
  }, Math.min(5000, after / 4));

  // htmx asks in the background, too: a session that is locked elsewhere shows
  // the lock here, and leaves the page as it is.
  document.addEventListener("htmx:beforeOnLoad", (e) => {
    const xhr = (e as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (!xhr.getResponseHeader("HX-Redirect")?.match(/\/console\/login(\?|$)/)) return;
    e.preventDefault();
    show();
  });
  // Somebody may have logged in in another tab.
  window.addEventListener("focus", () => {
    if (!locked()) return;
    void post(dialog.dataset.alive!).then((answer) => {
      if (answer.status === 204) lift();
    }, () => undefined);
  });

  dialog.querySelectorAll<HTMLFormElement>("form[data-unlock]").forEach((form) =>
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      const data = new FormData(form);
      say_("");
      post(form.action, data).then(async (answer) => {
        if (answer.status === 204) {
          lift();
          others?.postMessage("lifted");
        } else if (answer.headers.get("HX-Redirect")) {
          say_(say("La session est terminée. Connectez-vous dans un autre onglet, puis revenez ici\u202f: rien n’est perdu.",
            "The session is over. Log in in another tab, then come back: nothing is lost."));
        } else {
          say_(await answer.text());
          dialog.querySelector<HTMLInputElement>("input[type=password]")?.select();
        }
      }, () => say_(say("Le serveur ne répond pas. Réessayez dans un instant.", "The server does not answer. Try again in a moment.")));
    }));
}
