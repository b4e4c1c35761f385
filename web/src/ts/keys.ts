// Ctrl K and / lead to the search; both are shown in its field.
export function startKeys(): void {
  document.addEventListener("keydown", (e) => {
    const typing = (e.target as Element).closest("input, textarea, select, [contenteditable]");
    const combo = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k";
    const slash = e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey;
    if (!combo && !slash) return;
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (!field) return;
    e.preventDefault();
    field.focus();
    field.select();
  });
}
