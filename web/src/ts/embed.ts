import { startLazily } from "./lazy";

// Tells the page around a frame how high the frame's content is, and takes its
// charts and maps over when they come into view.
const tell = () => parent.postMessage({ airialHeight: document.documentElement.getBoundingClientRect().height }, "*");

if (parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
  tell();
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", startLazily);
else startLazily();
