// Search fields suggest while one types: an ARIA combobox over what /suggest/ answers. Without it the form searches all the same.

const PAUSE = 150;

function combobox(input, address) {
  const status = Object.assign(document.createElement("p"), { className: "hidden" });
  status.setAttribute("role", "status");
  let list = Object.assign(document.createElement("div"), { hidden: true });
  input.parentElement.append(list, status);
  let asked, timer;
  let active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const adopt = (found) => {
    found.id = `${input.id}-suggestions`;
    found.hidden = true;
    list.replaceWith(found);
    list = found;
    options().forEach((option, number) => (option.id = `${found.id}-${number}`));
    // The field keeps the focus while an option is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (open) input.setAttribute("aria-controls", list.id);
    else input.removeAttribute("aria-controls");
    choose(-1);
  };

  const choose = (number) => {
    active = number;
    options().forEach((option, place) => option.setAttribute("aria-selected", place === number));
    const option = options()[number];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    status.textContent = "";
    show(false);
  };

  const ask = async () => {
    const words = input.value.trim();
    asked?.abort();
    if (!words) return close();
    asked = new AbortController();
    try {
      const response = await fetch(`${address}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[role=listbox]");
      if (!response.ok || !found || document.activeElement !== input) return close();
      adopt(found);
      show(options().length > 0);
      status.textContent = options().length ? list.dataset.said : "";
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // While a Chinese word is still being spelled, what stands in the field is not it.
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden && count) show(true);
    if (list.hidden) return;
    if (step) {
      // Beyond the last and before the first stands the field itself.
      choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      options()[active].click();
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
}

const ready = new WeakSet();

function prepare() {
  for (const form of document.querySelectorAll("form[data-suggest]")) {
    const input = form.elements.q;
    if (input && !ready.has(input)) {
      ready.add(input);
      combobox(input, form.dataset.suggest);
    }
  }
}

prepare();
// The list of cases is laid anew by htmx, its field with it.
document.addEventListener("htmx:afterSettle", prepare);
