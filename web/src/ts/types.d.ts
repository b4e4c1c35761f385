declare module "htmx.org/dist/htmx.esm.js" {
  const htmx: { config: Record<string, unknown>; process(el: Element): void };
  export default htmx;
}
