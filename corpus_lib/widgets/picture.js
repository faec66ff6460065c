// A picture from the kernel, as bytes; a click tells where, in shares of its width and height.
function render({ model, el }) {
  const img = document.createElement("img");
  img.style.cssText = "width:100%;max-width:48rem;height:auto;cursor:pointer;background:white";
  img.addEventListener("click", (event) => {
    const box = img.getBoundingClientRect();
    model.send({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  });
  // Letters and arrows typed into a list are for the list: JupyterLab would take them as commands, and "d d" deletes a cell.
  const keep = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
  img.addEventListener("load", () => el.closest(".corpus-explorer")?.addEventListener("focusin", keep));
  const show = () => {
    const old = img.src;
    img.alt = model.get("alt");
    img.src = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    if (old) URL.revokeObjectURL(old);
  };
  model.on("change:png", show);
  show();
  el.appendChild(img);
  return () => URL.revokeObjectURL(img.src);
}
export default { render };
