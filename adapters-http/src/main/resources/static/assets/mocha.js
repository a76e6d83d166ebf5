"use strict";
// The page works without this. It keeps what the reader has opened and where the reader is while
// figures are refreshed, says when they cannot be, and stops when nobody is there.

const LONGEST_IDLE = 30 * 60 * 1000;

let lastSign = Date.now();
let paused = false;
let opened = [];
let focused = null;

const trouble = () => document.getElementById("trouble");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (paused || document.hidden || Date.now() - lastSign > LONGEST_IDLE) {
    event.preventDefault();
  }
});

document.addEventListener("htmx:beforeSwap", () => {
  opened = [...document.querySelectorAll("details[open]")].map(nameOf);
  focused = placeOf(document.activeElement);
  trouble().hidden = true;
});

document.addEventListener("htmx:afterSettle", () => {
  for (const details of document.querySelectorAll("details")) {
    if (opened.includes(nameOf(details))) {
      details.open = true;
    }
  }
  const element = focused && elementAt(focused);
  if (element && element !== document.activeElement) {
    element.focus({ preventScroll: true });
  }
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    trouble().hidden = false;
  });
}

for (const sign of ["pointerdown", "keydown"]) {
  document.addEventListener(sign, () => {
    lastSign = Date.now();
  });
}

const pause = document.getElementById("pause");
if (pause) {
  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
  });
}

/** What a folded part is known by: its id, or that of the region around it and its place there. */
function nameOf(details) {
  if (details.id) {
    return details.id;
  }
  const region = details.closest("[id]");
  return region.id + "/" + [...region.querySelectorAll("details")].indexOf(details);
}

const FOCUSABLE = "a, button, input, select, summary, [tabindex]";

/** Where an element that can have the focus is: in the smallest named region, the how manieth. */
function placeOf(element) {
  const region = element && element.parentElement && element.parentElement.closest("[id]");
  if (!region || !element.matches(FOCUSABLE)) {
    return null;
  }
  return { region: region.id, index: [...region.querySelectorAll(FOCUSABLE)].indexOf(element) };
}

function elementAt(place) {
  const region = document.getElementById(place.region);
  return region && region.querySelectorAll(FOCUSABLE)[place.index];
}
