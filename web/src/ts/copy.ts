import { each, onClick, say } from "./dom";

// Copies the text of a button's data-copy, and says that it did.
export function startCopying(): void {
  if (!navigator.clipboard) return;
  each<HTMLElement>("[data-copy]", (el) => (el.hidden = false));
  onClick("[data-copy]", async (el) => {
    await navigator.clipboard.writeText(el.dataset.copy ?? "");
    el.dataset.done = "";
    announce(say("Copié", "Copied"));
    setTimeout(() => delete el.dataset.done, 1500);
  });
}

// Speaks to screen readers without moving the focus.
export function announce(text: string): void {
  let place = document.getElementById("announce");
  if (!place) {
    place = document.createElement("p");
    place.id = "announce";
    place.className = "sr";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
}
