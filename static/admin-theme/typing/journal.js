// What is typed and not yet on the server, kept in this browser: it survives a window that is killed while the network is cut.
// One entry for each open form, by its person; gone once the server has the text, the form is saved or its person signs out.
"use strict"

import { valuesOf } from "./values.js"

const PREFIX = "casebook:typed:"
const MOST_ENTRIES = 10
const MOST_CHARACTERS = 1_000_000
const KEPT_FOR = 7 * 24 * 3600 * 1000

const form = document.querySelector("form[data-journal]")
const words = form?.dataset ?? {}
const keeping = form?.querySelector("[data-keeping]")?.dataset ?? {}
const tab = form?.elements._tab?.value
const mine = `${PREFIX}${keeping.user}:${location.pathname}:`
const key = mine + tab

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name))
  } catch {
    return null
  }
}

// The newest first; what is no entry or too old is dropped.
function entries() {
  const found = []
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    const entry = read(name)
    if (!entry?.values || Date.now() - entry.at > KEPT_FOR) localStorage.removeItem(name)
    else found.push({ name, ...entry })
  }
  return found.sort((one, other) => other.at - one.at)
}

function write() {
  const text = JSON.stringify({ at: Date.now(), tab, values: valuesOf(form) })
  if (text.length > MOST_CHARACTERS) return
  for (const old of entries().filter((entry) => entry.name !== key).slice(MOST_ENTRIES - 1)) localStorage.removeItem(old.name)
  try {
    localStorage.setItem(key, text)
  } catch {
    // The store is full or closed; the form itself still holds everything.
  }
}

function keep() {
  let timer
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(write, 400)
  }
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)
  // Rows that were added, too.
  document.addEventListener("formset:added", soon)
  form.addEventListener("casebook:kept", () => {
    clearTimeout(timer)
    localStorage.removeItem(key)
  })
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    write()
    sessionStorage.setItem("casebook-sent", key)
  })
}

// --- On return: offered, never put in by itself ----------------------------------------------------------------------

// Forms of this person that are open in other windows hold their own text.
async function openElsewhere() {
  if (!navigator.locks) return new Set()
  const { held } = await navigator.locks.query()
  return new Set(held.map((lock) => lock.name))
}

async function offerAll() {
  const open = await openElsewhere()
  for (const entry of entries()) {
    if (entry.name.startsWith(mine) && entry.name !== key && !open.has(entry.name)) offer(entry)
  }
}

function button(text, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = text
  made.addEventListener("click", act)
  return made
}

function offer(entry) {
  const shown = differing(entry.values)
  // It was saved after all.
  if (!shown.children.length) return localStorage.removeItem(entry.name)
  // The server may have an older copy of the same form.
  const copy = document.querySelector(`.journal[data-tab="${CSS.escape(entry.tab ?? "")}"]`)
  if (copy) copy.hidden = true
  const bar = document.createElement("div")
  bar.className = "journal"
  bar.setAttribute("role", "status")
  const text = document.createElement("p")
  const time = new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
  text.textContent = words.journalFound.replace("{time}", time)
  shown.hidden = true
  const look = button(words.journalLook, () => {
    shown.hidden = !shown.hidden
    look.setAttribute("aria-expanded", String(!shown.hidden))
  })
  look.setAttribute("aria-expanded", "false")
  const back = button(words.journalBack, async () => {
    if (!(await putBack(entry))) text.textContent = words.journalRefused
  })
  const away = button(words.journalAway, () => {
    localStorage.removeItem(entry.name)
    if (copy) copy.hidden = false
    bar.remove()
  })
  bar.append(text, back, look, away, shown)
  form.before(bar)
}

// What differs from the form as it stands, as words.
function differing(values) {
  const list = document.createElement("dl")
  const now = valuesOf(form)
  for (const name of new Set([...Object.keys(values), ...Object.keys(now)])) {
    const texts = values[name] ?? [""]
    const field = form.elements[name]
    if (field?.type === "hidden" || /(?:_FORMS|-opened|-id|-case)$|^(?:seen|opened|token)$/.test(name)) continue
    if (JSON.stringify(texts) === JSON.stringify(now[name] ?? [""])) continue
    const term = document.createElement("dt")
    term.textContent = field?.labels?.[0]?.textContent ?? name
    const said = document.createElement("dd")
    const plain = field?.dataset?.prose ? texts.map((html) => new DOMParser().parseFromString(html, "text/html").body.textContent) : texts
    said.textContent = plain.join("、") || "—"
    list.append(term, said)
  }
  return list
}

// By way of the server, which knows what others have saved meanwhile and shows both where they differ.
async function putBack(entry) {
  let answer
  try {
    answer = await fetch(keeping.keeping, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ tab: entry.tab, user: Number(keeping.user), values: entry.values }),
    })
  } catch {
    return false
  }
  if (!answer.ok) return false
  const { copy } = await answer.json()
  localStorage.removeItem(entry.name)
  const sent = document.createElement("form")
  sent.method = "post"
  for (const [name, value] of [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["_put_back", copy]]) {
    const field = document.createElement("input")
    Object.assign(field, { type: "hidden", name, value })
    sent.append(field)
  }
  document.body.append(sent)
  sent.submit()
  return true
}

if (form && tab) {
  navigator.locks?.request(key, () => new Promise(() => {}))
  keep()
  if (!words.bound) offerAll()
}
