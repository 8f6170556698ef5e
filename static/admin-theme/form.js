// A long form made safer: characters counted, typed text kept until it is saved, topics offered while typing.
"use strict"

import { characters, charactersOfHtml } from "./characters.js"
import { cleanPlainPaste } from "./typing/paste.js"

const form = document.querySelector("form[data-journal]")
const words = form ? form.dataset : {}

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

// --- A journal of what was typed and not saved -------------------------------------------------------------------

const key = form && `casebook:${location.pathname}:${words.journal}`

function typed() {
  const values = {}
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken" || field.name.startsWith("_")) continue
    if (["seen", "opened", "token"].includes(field.name)) continue
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value)
    } else if (field.tagName === "SELECT") {
      values[field.name] = [...field.selectedOptions].map((option) => [option.value, option.text])
    } else {
      values[field.name] = field.value
    }
  }
  return values
}

function putBack(values) {
  for (const [name, total] of Object.entries(values)) {
    if (!name.endsWith("-TOTAL_FORMS")) continue
    const group = document.getElementById(`${name.slice(0, -"-TOTAL_FORMS".length)}-group`)
    const now = () => Number(form.elements[name]?.value ?? total)
    const add = () => group?.querySelector(".add-row a, .add-row button, a.addlink")
    for (let before = -1; now() < Number(total) && now() !== before && add(); ) {
      before = now()
      add().click()
    }
  }
  for (const field of form.elements) {
    const value = values[field.name]
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.name && !field.name.startsWith("_") && field.type !== "hidden") field.checked = (value ?? []).includes(field.value)
    } else if (value === undefined || field.type === "hidden" || field.type === "file") {
      continue
    } else if (field.tagName === "SELECT") {
      for (const [choice, text] of value) {
        if (![...field.options].some((option) => option.value === choice)) field.add(new Option(text, choice))
      }
      for (const option of field.options) option.selected = value.some(([choice]) => choice === option.value)
      field.dispatchEvent(new Event("change", { bubbles: true }))
    } else {
      field.value = value
      if (field.counter) count(field)
      field.dispatchEvent(new Event("casebook:restore"))
    }
  }
}

function journal() {
  // Versions other than this page's were saved.
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`casebook:${location.pathname}:`) && name !== key) sessionStorage.removeItem(name)
  }
  if (document.querySelector(".messagelist .success")) {
    sessionStorage.removeItem(sessionStorage.getItem("casebook-sent"))
    sessionStorage.removeItem("casebook-sent")
  }
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null")
  if (kept && !words.bound && JSON.stringify(kept.values) !== JSON.stringify(typed())) offer(kept)
  let timer
  const note = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      try {
        sessionStorage.setItem(key, JSON.stringify({ at: new Date().toTimeString().slice(0, 5), tab: form.elements._tab?.value, values: typed() }))
      } catch {
        // The store is full or closed; the form itself still holds everything.
      }
    }, 400)
  }
  form.addEventListener("input", note)
  form.addEventListener("change", note)
  // What the server has needs no copy here.
  form.addEventListener("casebook:kept", () => {
    clearTimeout(timer)
    sessionStorage.removeItem(key)
  })
  form.addEventListener("submit", () => sessionStorage.setItem("casebook-sent", key))
}

function offer(kept) {
  // The server may have an older copy of the same form.
  const copy = kept.tab && document.querySelector(`.journal[data-tab="${kept.tab}"]`)
  if (copy) copy.hidden = true
  const bar = document.createElement("div")
  bar.className = "journal"
  bar.setAttribute("role", "status")
  const text = document.createElement("p")
  text.textContent = words.journalFound.replace("{time}", kept.at)
  const back = document.createElement("button")
  back.type = "button"
  back.textContent = words.journalBack
  const away = document.createElement("button")
  away.type = "button"
  away.textContent = words.journalAway
  bar.append(text, back, away)
  form.before(bar)
  back.addEventListener("click", () => {
    putBack(kept.values)
    if (kept.tab && form.elements._tab) form.elements._tab.value = kept.tab
    form.dispatchEvent(new Event("change"))
    bar.remove()
  })
  away.addEventListener("click", () => {
    sessionStorage.removeItem(key)
    if (copy) copy.hidden = false
    bar.remove()
  })
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
if (form) journal()
