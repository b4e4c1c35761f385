import htmx from "htmx.org/dist/htmx.esm.js";

// htmx under the site's policy: it evaluates nothing, injects no style, asks
// nobody else, and leaves no copy of a page in the browser.
export function startHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    defaultSwapDelay: 0,
    defaultSettleDelay: 0,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "[45]..", swap: true, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", keepOthers);
}

interface Asked {
  verb: string;
  path: string;
  elt: Element;
  formData: FormData;
}

// A dataset's charts and its rows are asked for apart, and share one address: each
// part brings what it is asked itself, and leaves the other's as it stands there.
// What the page was made with may be out of date.
function keepOthers(event: Event): void {
  const asked = (event as CustomEvent<Asked>).detail;
  const part = asked.elt.closest("#charts, #rows");
  const url = new URL(asked.path, location.href);
  if (!part || asked.verb !== "get" || url.pathname !== location.pathname) return;
  const others = (name: string) => name.startsWith("c.") !== (part.id === "charts");
  for (const name of [...url.searchParams.keys()]) if (others(name)) url.searchParams.delete(name);
  for (const name of [...asked.formData.keys()]) if (others(name)) asked.formData.delete(name);
  for (const [name, value] of new URLSearchParams(location.search)) if (others(name)) url.searchParams.append(name, value);
  asked.path = url.pathname + url.search + url.hash;
}
