// Tells the page around a frame how high the frame's content is, and nothing
// else.
const tell = () => parent.postMessage({ airialHeight: document.documentElement.getBoundingClientRect().height }, "*");

if (parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
  tell();
}
