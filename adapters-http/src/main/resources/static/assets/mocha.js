"use strict";
// The page works without this script. While figures are refreshed it keeps opened details and the
// focus. It shows when a refresh fails, and stops refreshing when the reader is inactive.

const MAX_IDLE = 30 * 60 * 1000;

let lastActivity = Date.now();
let paused = false;
let opened = [];
let focused = null;

const trouble = () => document.getElementById("trouble");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (paused || document.hidden || Date.now() - lastActivity > MAX_IDLE) {
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

for (const activity of ["pointerdown", "keydown"]) {
  document.addEventListener(activity, () => {
    lastActivity = Date.now();
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

/** Identifies a details element: by its id, or by the region around it and its index there. */
function nameOf(details) {
  if (details.id) {
    return details.id;
  }
  const region = details.closest("[id]");
  return region.id + "/" + [...region.querySelectorAll("details")].indexOf(details);
}

const FOCUSABLE = "a, button, input, select, summary, [tabindex]";

/** The place of a focusable element: the smallest region with an id, and its index there. */
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
