(() => {
  const slides = [...document.querySelectorAll("section")];
  const [back, next, full] = document.querySelectorAll("nav button");
  const number = document.querySelector("output");
  const hall = matchMedia("(min-aspect-ratio: 1/1)");
  const LEAST = 89; // per cent: body type stays at 32 px on a full HD screen; what is still too long scrolls
  let at = 0;

  const fit = () => {
    const slide = slides[at];
    slide.style.fontSize = "";
    for (let size = 98; hall.matches && size >= LEAST && slide.scrollHeight > slide.clientHeight + 1; size -= 3) {
      slide.style.fontSize = `${size}%`;
    }
  };
  const show = (place) => {
    at = Math.min(Math.max(place, 0), slides.length - 1);
    slides.forEach((slide, position) => { slide.hidden = position !== at; });
    back.disabled = at === 0;
    next.disabled = at === slides.length - 1;
    number.textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, "", `#${at + 1}`);
    slides[at].scrollTop = 0;
    slides[at].focus({ preventScroll: true });
    fit();
  };
  const screen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
    slides[at].focus({ preventScroll: true });
  };
  const keys = {
    ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1),
    Backspace: () => show(at - 1), Home: () => show(0), End: () => show(slides.length - 1), f: screen, F: screen,
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target.closest?.("button");
    if ((event.key === " " || event.key === "Enter") && !onButton) show(at + (event.shiftKey ? -1 : 1));
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  document.querySelector("main").addEventListener("click", (event) => {
    if (String(getSelection())) return;
    const third = Math.floor(event.clientX * 3 / innerWidth);
    if (third !== 1) show(at + (third ? 1 : -1));
  });
  let from = null;
  addEventListener("touchstart", (event) => {
    const zoomed = (visualViewport?.scale ?? 1) > 1.05;
    from = event.touches.length === 1 && !zoomed ? [event.touches[0].clientX, event.touches[0].clientY] : null;
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!from) return;
    const [x, y] = [event.changedTouches[0].clientX - from[0], event.changedTouches[0].clientY - from[1]];
    from = null;
    if (Math.abs(x) > 50 && Math.abs(x) > 1.5 * Math.abs(y)) show(at + (x < 0 ? 1 : -1));
  }, { passive: true });
  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  full.addEventListener("click", screen);
  full.hidden = !document.fullscreenEnabled;
  addEventListener("resize", fit);
  addEventListener("hashchange", () => show(parseInt(location.hash.slice(1), 10) - 1 || 0));

  // A screen that goes dark in the middle of a talk wakes nobody.
  const awake = () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); };
  document.addEventListener("visibilitychange", awake);
  awake();

  document.documentElement.classList.add("on");
  show(parseInt(location.hash.slice(1), 10) - 1 || 0);
})();
