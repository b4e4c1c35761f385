import { say } from "./dom";
import htmx from "htmx.org/dist/htmx.esm.js";

// A form with data-upload sends its files with a progress bar. The server
// answers with an address to go to (HX-Redirect), with the page to show again
// (422), or with a line for the notice place (any other failure).
export function startUploads(): void {
  document.addEventListener("submit", (e) => {
    const form = e.target as HTMLFormElement;
    if (!form.matches("form[data-upload]") || e.defaultPrevented) return;
    e.preventDefault();
    send(form, (e as SubmitEvent).submitter as HTMLButtonElement | null);
  });
}

function send(form: HTMLFormElement, submitter: HTMLButtonElement | null): void {
  const status = form.querySelector<HTMLElement>("[data-upload-status]");
  const words = status?.querySelector("p");
  const bar = status?.querySelector("progress");
  const tell = (text: string) => words && (words.textContent = text);
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const buttons = form.querySelectorAll<HTMLButtonElement>('button[type="submit"]');
  const busy = (on: boolean) => buttons.forEach((b) => (b.disabled = on));

  const xhr = new XMLHttpRequest();
  const stay = (e: BeforeUnloadEvent) => e.preventDefault();
  const settle = () => {
    removeEventListener("beforeunload", stay);
    busy(false);
  };
  const failed = () => {
    settle();
    if (bar) bar.value = 0;
    tell(status?.dataset.failed ?? "");
  };
  xhr.open(form.method, form.action);
  xhr.setRequestHeader("HX-Request", "true");
  xhr.upload.addEventListener("progress", (e) => {
    if (!e.lengthComputable) return;
    const done = Math.floor((100 * e.loaded) / e.total);
    if (bar) bar.value = done;
    tell(done < 100 ? `${status?.dataset.sending ?? ""} ${done}${say("\u202f%", "%")}` : (status?.dataset.working ?? ""));
  });
  xhr.addEventListener("load", () => {
    settle();
    const to = xhr.getResponseHeader("HX-Redirect");
    if (to) location.assign(to);
    else answer(xhr, status);
  });
  xhr.addEventListener("error", failed);
  xhr.addEventListener("abort", failed);
  addEventListener("beforeunload", stay);
  if (status) status.hidden = false;
  busy(true);
  xhr.send(data);
}

// Shows a page or a line that came back instead of an address.
function answer(xhr: XMLHttpRequest, status: HTMLElement | null): void {
  if (status) status.hidden = true;
  const doc = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const fresh = doc.querySelector("main");
  const place = fresh ? document.querySelector("main") : document.getElementById("notice");
  if (!place) return;
  place.replaceChildren(...Array.from((fresh ?? doc.body).childNodes));
  htmx.process(place);
  place.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  (place.querySelector<HTMLElement>("[data-focus]") ?? (place as HTMLElement)).focus();
  scrollTo(0, 0);
}
