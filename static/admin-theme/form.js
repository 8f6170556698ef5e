// A long form made safer: characters counted, pasted text cleaned, topics offered while typing.
"use strict"

import { characters, charactersOfHtml } from "./characters.js"
import { cleanPlainPaste } from "./typing/paste.js"

// --- Characters, counted as the server counts them ---------------------------------------------------------------

function count(field) {
  const length = field.dataset.html ? charactersOfHtml(field.value) : characters(field.value)
  const limit = Number(field.dataset.limit)
  field.counter.textContent = `${length} / ${limit}`
  field.counter.classList.toggle("over", length > limit)
}

function watch(root) {
  for (const field of root.querySelectorAll("[data-limit]")) {
    if (field.name.includes("__prefix__") || field.counter) continue
    field.counter = document.createElement("span")
    field.counter.className = "counter"
    field.counter.setAttribute("aria-hidden", "true")
    field.after(field.counter)
    field.addEventListener("input", () => count(field))
    count(field)
  }
}

// --- Topics: the names that hold what is being typed ---------------------------------------------------------------

function suggest(input) {
  const list = document.createElement("datalist")
  list.id = `${input.id}-names`
  input.after(list)
  input.setAttribute("list", list.id)
  let timer
  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const parts = input.value.match(/^(.*[，、；,;]\s*)?(.*)$/s)
      const [before, word] = [parts[1] ?? "", parts[2].trim()]
      if (!word) return list.replaceChildren()
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(word)}`)
      if (!answer.ok) return
      const { names } = await answer.json()
      list.replaceChildren(...names.map((name) => new Option(before + name, before + name)))
    }, 200)
  })
}

// --- Rows of parts: a new row opens, and names itself ------------------------------------------------------------------

document.addEventListener("formset:added", (event) => {
  event.target.querySelector("details")?.setAttribute("open", "")
  watch(event.target)
})

watch(document)
document.addEventListener("paste", cleanPlainPaste)
document.querySelectorAll("input[data-suggest]").forEach(suggest)
