// A text that scrolls by itself, and begins at the passage that was asked for.
function render({ model, el }) {
  const pane = document.createElement("div");
  pane.tabIndex = 0;
  pane.setAttribute("role", "region");
  pane.style.cssText = "position:relative;max-height:34rem;overflow:auto;resize:vertical;padding:0 .8em;line-height:1.5";
  const show = () => {
    pane.setAttribute("aria-label", model.get("label"));
    pane.innerHTML = model.get("html"); // made by corpus_lib, with every piece of an article escaped
    const chosen = pane.querySelector(".chosen");
    pane.scrollTop = chosen ? chosen.getBoundingClientRect().top - pane.getBoundingClientRect().top - 80 : 0;
  };
  model.on("change:html", show);
  show();
  el.appendChild(pane);
  requestAnimationFrame(show); // only now it has a place on the page
}
export default { render };
