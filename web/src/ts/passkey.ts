import { each, say } from "./dom";

// A form with data-passkey asks the device for a key (get) or for a new one
// (create), puts the answer into its field "credential", and goes. data-options
// is where the server says what to ask for.
export function startPasskeys(): void {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.documentElement.classList.add("has-passkeys");
  each<HTMLFormElement>("form[data-passkey]", (form) => {
    form.hidden = false;
    form.addEventListener("submit", (e) => {
      const field = form.elements.namedItem("credential") as HTMLInputElement;
      if (field.value) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      void prove(form, field);
    });
  });
}

async function prove(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  tell(form, "");
  try {
    const answer = await fetch(form.dataset.options!, { method: "POST", headers: { Accept: "application/json" } });
    if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").includes("json")) throw new Error(String(answer.status));
    const options = decode(await answer.json());
    const key = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: options as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: options as PublicKeyCredentialRequestOptions });
    field.value = JSON.stringify(encode(key as PublicKeyCredential));
    form.requestSubmit();
    setTimeout(() => (field.value = ""), 0);
  } catch (err) {
    tell(form, reason(err));
  }
}

function reason(err: unknown): string {
  const name = err instanceof DOMException ? err.name : "";
  if (name === "InvalidStateError") {
    return say("Cet appareil a déjà une clé pour ce compte.", "This device has a key for this account already.");
  }
  if (name === "NotAllowedError") {
    return say("La demande a été annulée ou a expiré. Réessayez, ou prenez un autre moyen.",
      "The request was cancelled or has expired. Try again, or take another way.");
  }
  return say("La clé d’accès n’a pas pu servir. Rechargez la page et réessayez.", "The passkey could not be used. Reload the page and try again.");
}

function tell(form: HTMLFormElement, words: string): void {
  const said = form.querySelector<HTMLElement>(".passkey-said");
  if (!said) return;
  said.textContent = words;
  said.hidden = !words;
}

// What the server sends as base64url the browser wants as bytes, and back.

type Json = { [key: string]: unknown };

function decode(options: Json): unknown {
  const list = (value: unknown) => (value as Json[] | undefined)?.map((c) => ({ ...c, id: bytes(c.id as string) }));
  const out: Json = { ...options, challenge: bytes(options.challenge as string) };
  if (options.user) out.user = { ...(options.user as Json), id: bytes((options.user as Json).id as string) };
  if (options.excludeCredentials) out.excludeCredentials = list(options.excludeCredentials);
  if (options.allowCredentials) out.allowCredentials = list(options.allowCredentials);
  return out;
}

function encode(key: PublicKeyCredential): Json {
  const r = key.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const response: Json = { clientDataJSON: text(r.clientDataJSON) };
  if (r.attestationObject) {
    response.attestationObject = text(r.attestationObject);
    response.transports = r.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(r.authenticatorData);
    response.signature = text(r.signature);
    if (r.userHandle) response.userHandle = text(r.userHandle);
  }
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment ?? undefined,
    clientExtensionResults: key.getClientExtensionResults(),
    response,
  };
}

function bytes(base64url: string): ArrayBuffer {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
