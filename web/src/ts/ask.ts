import { say } from "./dom";

// A button with data-confirm asks before its form goes. Where no script runs
// the form goes at once, so the server must be able to undo, or ask itself.
export function startAsking(): void {
  let answered: Element | null = null;
  document.addEventListener("submit", (e) => {
    const button = (e as SubmitEvent).submitter;
    const question = button?.getAttribute("data-confirm");
    if (!button || !question || answered === button) {
      answered = null;
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    ask(question, button.textContent?.trim() ?? "").then((yes) => {
      if (!yes) return;
      answered = button;
      (e.target as HTMLFormElement).requestSubmit(button as HTMLButtonElement);
    });
  }, true);
}

function ask(question: string, verb: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const words = document.createElement("p");
  words.id = "ask-words";
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const acts = document.createElement("form");
  acts.method = "dialog";
  acts.className = "acts";
  acts.append(choice(say("Annuler", "Cancel"), "no", "quiet"), choice(verb, "yes", "primary"));
  dialog.append(words, acts);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function choice(label: string, value: string, weight: string): HTMLButtonElement {
  const b = document.createElement("button");
  b.className = `button button-${weight}`;
  b.value = value;
  b.textContent = label;
  return b;
}
