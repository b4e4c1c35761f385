// Menus open by themselves (they are details); here they learn to close: on
// Escape, on a click elsewhere, and when another one opens.
export function startMenus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");

  document.addEventListener("click", (e) => {
    open().forEach((menu) => {
      if (!menu.contains(e.target as Node)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      e.preventDefault();
    });
  });
}
