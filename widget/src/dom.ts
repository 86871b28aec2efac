type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element. Text only ever becomes a text node. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Makes a button that does one thing. It never submits a form. */
export function makeButton(
  attributes: Attributes,
  press: (event: Event) => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const button = make("button", { type: "button", ...attributes }, ...children);
  button.addEventListener("click", press);
  return button;
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLSpanElement {
  return make("span", { class: "spoken" }, text);
}

/** Outlines on a 24 by 24 grid. */
const PATHS = {
  chat: "M4 5.5h16v11H11l-4.5 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M12 19.5v-14M5.5 12L12 5.5l6.5 6.5",
  down: "M12 5v14M6 13l6 6 6-6",
  alert: "M12 4L2.5 20.5h19zM12 10v5M12 17.9v.01",
  phone:
    "M6.6 3.5h3l1.6 4.3-2.2 1.7a12 12 0 0 0 5.5 5.5l1.7-2.2 4.3 1.6v3a2 2 0 0 1-2.2 2A16.6 16.6 0 0 1 4.6 5.700a2 2 0 0 1 2-2.2z",
};

/** An icon in the colour of its text. Never the only bearer of a meaning. */
export function icon(name: keyof typeof PATHS): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  picture.append(path);
  return picture;
}
