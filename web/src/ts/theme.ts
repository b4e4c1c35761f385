// Runs before the page is painted, so that a chosen theme or a folded rail
// never flashes the other way first. Kept in the browser, in no cookie.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("rail") === "folded") root.dataset.rail = "folded";
  } catch {
    // Storage may be closed to us: the page then follows the system.
  }
  root.dataset.script = "on";
}
