// A case's page: pictures large and by keyboard, citations copied, printing. Without it each picture leads to its largest size.

const viewer = document.querySelector("dialog.viewer");
const links = [...document.querySelectorAll(".gallery .enlarge")];

if (viewer?.showModal && links.length) {
  const strip = viewer.querySelector(".viewer-strip");
  const said = viewer.querySelector("[role=status]");
  let current = 0;

  // The same figures once more, as wide as the window: a finger moves them as it scrolls anything else.
  const fill = () => {
    for (const link of links) {
      const figure = link.closest("figure").cloneNode(true);
      const image = figure.querySelector("img");
      image.sizes = "100vw";
      figure.querySelector(".enlarge").replaceWith(image);
      strip.append(figure);
    }
  };

  const tell = () => {
    if (said) said.textContent = said.dataset.words.replace("{number}", current + 1).replace("{total}", links.length);
    for (const button of viewer.querySelectorAll("[data-go]")) {
      button.setAttribute("aria-disabled", !links[current + Number(button.dataset.go)]);
    }
  };

  const go = (number) => {
    current = Math.max(0, Math.min(links.length - 1, number));
    strip.scrollTo({ left: current * strip.clientWidth, behavior: "instant" });
    tell();
  };

  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (!strip.childElementCount) fill();
      viewer.showModal();
      strip.focus();
      go(number);
    }),
  );

  viewer.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });

  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.go) go(current + Number(button.dataset.go));
    else if (button || !event.target.closest("img, figcaption, .viewer-bar")) viewer.close();
  });

  strip.addEventListener("scroll", () => {
    const number = Math.round(strip.scrollLeft / strip.clientWidth);
    if (number !== current) {
      current = number;
      tell();
    }
  });

  addEventListener("resize", () => viewer.open && go(current));
}

const copied = document.querySelector(".copied");

for (const button of document.querySelectorAll("button[data-copy]")) {
  const citation = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    copied.textContent = "";
    let done = true;
    try {
      await navigator.clipboard.writeText(citation.textContent.replace(/\s+/g, " ").trim());
    } catch {
      getSelection().selectAllChildren(citation);
      done = document.execCommand("copy");
    }
    // In a moment of its own, so that it is announced a second time as well.
    setTimeout(() => (copied.textContent = done ? copied.dataset.done : copied.dataset.selected), 50);
  });
}

for (const button of document.querySelectorAll(".print-page")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
