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
}
