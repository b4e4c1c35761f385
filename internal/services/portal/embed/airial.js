// <airial-embed src="https://…/embed/…" title="…"></airial-embed> shows a part of
// a portal of public data, as high as it is. It sets no cookie and asks nothing
// of the page.
(() => {
  if (customElements.get("airial-embed")) return;
  const least = 80;
  const most = 20000;
  customElements.define(
    "airial-embed",
    class extends HTMLElement {
      static observedAttributes = ["src", "title"];

      connectedCallback() {
        this.heard = (event) => this.hear(event);
        addEventListener("message", this.heard);
        this.show();
      }

      disconnectedCallback() {
        removeEventListener("message", this.heard);
      }

      attributeChangedCallback() {
        if (this.isConnected) this.show();
      }

      show() {
        let at;
        try {
          at = new URL(this.getAttribute("src"), location.href);
        } catch {
          return;
        }
        if (at.protocol !== "https:" && at.protocol !== "http:") return;
        at.searchParams.set("auto", "1");
        if (!this.frame) {
          this.frame = document.createElement("iframe");
          this.frame.loading = "lazy";
          this.frame.allow = "fullscreen";
          this.frame.style.cssText = "display:block;width:100%;border:0";
          this.frame.height = this.getAttribute("height") || "400";
          this.append(this.frame);
        }
        this.from = at.origin;
        this.frame.title = this.getAttribute("title") || "";
        if (this.frame.src !== at.href) this.frame.src = at.href;
      }

      hear(event) {
        if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== this.from) return;
        const height = event.data && event.data.airialHeight;
        if (typeof height !== "number" || !(height > 0)) return;
        this.frame.height = String(Math.min(most, Math.max(least, Math.ceil(height))));
      }
    },
  );
})();
