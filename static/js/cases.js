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

  document.addEventListener("htmx:afterSettle", () => {
    const count = document.getElementById("count");
    const announcement = document.getElementById("announcement");
    if (count && announcement) announcement.textContent = count.textContent;
    for (const link of document.querySelectorAll(".language a")) link.search = location.search;
  });
}
