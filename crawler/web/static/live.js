// Brings the part of a page that changes up to date every five seconds, while somebody looks at it.
"use strict";
for (const part of document.querySelectorAll("[data-live]")) {
  setInterval(async () => {
    if (document.hidden || part.contains(document.activeElement)) return; // never under somebody's fingers
    try {
      const answer = await fetch(part.dataset.live);
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      part.replaceChildren(...fresh.body.childNodes);
    } catch {
      part.dataset.stale = "true"; // the service is away; the next turn tries again
    }
  }, 5000);
}
