// The case list with htmx: what is folded open stays open, a change is announced, the language link keeps the filters.
{
  const open = new Set();

  document.addEventListener("htmx:beforeSwap", () => {
    open.clear();
    for (const details of document.querySelectorAll("#results details[open][id]")) open.add(details.id);
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });

  // Another page of the list is read from its top; elsewhere the focus stays where it was, and in sight.
  const show = (from) => {
    if (from?.closest?.(".pages")) {
      document.getElementById("results").scrollIntoView();
      document.getElementById("count")?.focus({ preventScroll: true });
    } else if (document.activeElement?.closest("#results")) {
      document.activeElement.scrollIntoView({ block: "nearest" });
    }
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    const count = document.getElementById("count");
    const announcement = document.getElementById("announcement");
    if (count && announcement) announcement.textContent = count.textContent;
    for (const link of document.querySelectorAll(".language a")) link.search = location.search;
    show(event.detail.requestConfig?.elt);
  });
}
