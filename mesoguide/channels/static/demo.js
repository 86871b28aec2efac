// A button of the page's own that opens the chat. Hidden until the chat is there to be opened.
addEventListener("DOMContentLoaded", () => {
  const ask = document.querySelector("#ask");
  ask.hidden = false;
  ask.addEventListener("click", () => document.querySelector("mesoguide-chat").open());
});
