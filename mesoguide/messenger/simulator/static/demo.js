"use strict";
// The demonstration of the Messenger channel. Everything is asked of the server that sent this page.

const POLL_MS = 400;
const STATES = { sending: "Sending …", delivered: "Delivered", failed: "Not delivered: MesoGuide did not take it" };
const LINK = /https:\/\/[^\s]+[^\s.,;:!?)]/g;

const at = (id) => document.getElementById(id);
const log = at("log");

let person = null;
let drawn = new Map();
let asking = false;

async function call(address, values) {
  const options = values && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  };
  const answer = await fetch(address, options);
  if (!answer.ok) {
    throw new Error(`${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  element.append(...children);
  return element;
}

function button(title, press) {
  const element = make("button", "", title);
  element.type = "button";
  element.addEventListener("click", press);
  return element;
}

async function tell(work) {
  at("problem").textContent = "";
  try {
    await work();
  } catch (error) {
    at("problem").textContent = `This machine's stand-in for Meta does not answer (${error.message}).`;
  }
}

function send(event) {
  return tell(async () => {
    hideWelcome();
    draw(await call(`/demo/people/${person}/events`, event));
    log.scrollTop = log.scrollHeight;
  });
}

function postback(title, payload) {
  return send({ kind: "postback", title, payload });
}

// ---- Before the first message ----

async function welcome() {
  const { clinic, profile } = await call("/demo/page");
  at("clinic").textContent = clinic;
  at("initial").textContent = clinic.slice(0, 1);
  const parts = [];
  for (const greeting of profile.greeting ?? []) {
    parts.push(make("p", "", greeting.text));
  }
  const questions = (profile.ice_breakers ?? []).flatMap((each) => each.call_to_actions);
  for (const { question, payload } of questions) {
    parts.push(button(question, () => postback(question, payload)));
  }
  if (!questions.length && profile.get_started) {
    parts.push(button("Get started", () => postback("Get Started", profile.get_started.payload)));
  }
  at("welcome").replaceChildren(...parts);
  const items = (profile.persistent_menu ?? []).flatMap((each) => each.call_to_actions);
  at("menu").replaceChildren(...items.map(menuItem));
  at("menu-button").hidden = !items.length;
}

function menuItem({ title, payload, url }) {
  const press = () => {
    showMenu(false);
    at("menu-button").focus();
    return url ? window.open(url, "_blank", "noopener,noreferrer") : postback(title, payload);
  };
  return make("li", "", button(title, press));
}

function showMenu(open) {
  at("menu").hidden = !open;
  at("menu-button").setAttribute("aria-expanded", String(open));
}

function hideWelcome() {
  at("welcome").hidden = true;
}

// ---- The thread ----

function draw(thread) {
  if (thread.psid !== person) {
    return;
  }
  const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  for (const entry of thread.entries) {
    const known = drawn.get(entry.id);
    if (!known) {
      const element = entry.who === "page" ? answer(entry.message) : written(entry);
      drawn.set(entry.id, element);
      log.append(element);
    }
    if (entry.state) {
      note(drawn.get(entry.id), entry, thread);
    }
  }
  drawReplies(thread.entries.at(-1));
  drawTyping(thread.typing);
  if (nearEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

function written(entry) {
  const who = entry.who === "staff" ? "Staff:" : "You:";
  const bubble = make("p", "bubble", make("span", "away", `${who} `), entry.text);
  const side = entry.who === "staff" ? "message staff" : "message mine";
  return make("div", side, bubble, make("p", "note"));
}

function note(element, entry, thread) {
  const isLast = thread.entries.at(-1).id === entry.id;
  const who = entry.who === "staff" ? "From the page's inbox. " : "";
  const state = isLast && thread.seen ? "Seen" : STATES[entry.state];
  const text = isLast || entry.state === "failed" ? `${who}${state}` : who;
  const line = element.querySelector(".note");
  if (line.textContent !== text) {
    line.textContent = text;
  }
}

function answer(message) {
  const element = make("div", "message");
  const payload = message.attachment?.payload;
  const text = message.text ?? payload?.text;
  if (text) {
    element.append(make("p", "bubble", make("span", "away", "The page: "), ...linked(text)));
  }
  if (payload?.elements) {
    const cards = make("div", "cards", ...payload.elements.map(card));
    cards.tabIndex = 0;
    cards.setAttribute("role", "group");
    cards.setAttribute("aria-label", "Cards");
    element.append(cards);
  }
  if (payload?.buttons) {
    element.append(make("div", "buttons", ...payload.buttons.map(pressable)));
  }
  return element;
}

function card({ title, subtitle, buttons }) {
  const element = make("div", "card", make("strong", "", title));
  if (subtitle) {
    element.append(make("p", "", subtitle));
  }
  element.append(make("div", "buttons", ...(buttons ?? []).map(pressable)));
  return element;
}

function pressable({ title, payload, url }) {
  if (url) {
    return button(title, () => window.open(url, "_blank", "noopener,noreferrer"));
  }
  return button(title, () => postback(title, payload));
}

function linked(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = make("a", "", match[0]);
    link.href = match[0];
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    parts.push(text.slice(end, match.index), link);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

let repliesOf = null;

function drawReplies(entry) {
  const offered = (entry?.who === "page" && entry.message.quick_replies) || [];
  const of = offered.length ? entry.id : null;
  if (of === repliesOf) {
    return;
  }
  repliesOf = of;
  const hadFocus = at("replies").contains(document.activeElement);
  at("replies").replaceChildren(
    ...offered.map(({ title, payload }) => button(title, () => send({ kind: "quick_reply", title, payload }))),
  );
  if (hadFocus) {
    at("text").focus();
  }
}

let dots = false;

function drawTyping(typing) {
  if (typing === dots) {
    return;
  }
  dots = typing;
  const shown = make("span", "dots", make("span"), make("span"), make("span"));
  shown.setAttribute("aria-hidden", "true");
  at("typing").replaceChildren(...(typing ? [make("span", "away", "An answer is being written."), shown] : []));
}

// ---- Beginning, and going on ----

async function newPerson() {
  const thread = await call("/demo/people", {});
  person = thread.psid;
  for (const element of drawn.values()) {
    element.remove();
  }
  drawn = new Map();
  repliesOf = null;
  at("replies").replaceChildren();
  at("welcome").hidden = false;
  await welcome();
}

async function poll() {
  if (person && !asking && !document.hidden) {
    asking = true;
    try {
      draw(await call(`/demo/people/${person}`));
    } catch {
      at("problem").textContent = "The demonstration was stopped. Start it again and reload this page.";
    } finally {
      asking = false;
    }
  }
}

function typed(formId, inputId, kind) {
  at(formId).addEventListener("submit", (event) => {
    event.preventDefault();
    const text = at(inputId).value.trim();
    if (text) {
      at(inputId).value = "";
      send({ kind, text });
    }
  });
}

typed("composer", "text", "text");
typed("staff", "staff-text", "staff");
at("menu-button").addEventListener("click", () => showMenu(at("menu").hidden));
at("menu").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    showMenu(false);
    at("menu-button").focus();
  }
});
at("new-person").addEventListener("click", () => tell(newPerson));
at("slow").addEventListener("change", () => tell(() => call("/demo/faults", { slow: at("slow").checked })));
for (const each of document.querySelectorAll("[data-kind]")) {
  each.addEventListener("click", () => send({ kind: each.dataset.kind, title: each.textContent }));
}
for (const each of document.querySelectorAll("[data-next]")) {
  each.addEventListener("click", () => tell(() => call("/demo/faults", { next: each.dataset.next })));
}
tell(newPerson).then(() => setInterval(poll, POLL_MS));
