// Keeps what is typed on the server, at most five seconds behind, and says who else is here.
"use strict"

import { canSignInHere, signInHere } from "./again.js"
import { valuesOf } from "./values.js"

const form = document.getElementById("case_form")
const line = form?.querySelector("[data-keeping]")
const words = line?.dataset ?? {}
const present = document.querySelector("[data-present]")
const SOON = 1500
const LATEST = 4000
const AGAIN = 5000
const HEARTBEAT = 25000

// How many changes there were, and how many of them the server has.
let edits = 0
let kept = 0
let dueBy = 0
let sending = false
// The form is on its way as a whole: a copy that arrives after it would be offered as text that was never saved.
let submitted = false
let signedOut = false
// The field in which somebody typed last.
let typedIn = null
let timer

function say(sentence, problem = false) {
  line.hidden = false
  if (line.firstChild?.textContent !== sentence) line.replaceChildren(sentence)
  line.classList.toggle("problem", problem)
}

function saySignedOut() {
  signedOut = true
  say(words.signedOut, true)
  if (line.querySelector("a")) return
  if (canSignInHere) {
    const here = document.createElement("button")
    here.type = "button"
    here.className = "button"
    here.textContent = words.signInHere
    here.addEventListener("click", () => signInAgain(typedIn ?? here))
    line.append(" ", here)
  }
  const link = document.createElement("a")
  link.href = words.signIn
  link.target = "_blank"
  link.textContent = words.signInWords
  line.append(" ", link)
}

function signInAgain(back) {
  signInHere(words.keeping, arrived, back)
}

// Whoever it is: `send` looks, and says so when it is somebody else.
function arrived(person) {
  signedOut = false
  take(person)
  send()
}

function post(content, more = {}) {
  return fetch(words.keeping, {
    method: "POST",
    redirect: "manual",
    // A sign of life without text keeps no session awake.
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
      ...(content.values ? {} : { "X-By-Itself": "1" }),
    },
    body: JSON.stringify({ tab: form.elements._tab.value, user: Number(words.user), ...content }),
    ...more,
  })
}

// After signing in again the token of this page is the old one's.
async function renew() {
  const answer = await fetch(words.keeping, { redirect: "manual" })
  if (!answer.ok) return false
  if (!take(await answer.json())) {
    say(words.another, true)
    return null
  }
  signedOut = false
  return true
}

function take({ user, csrf }) {
  if (String(user) !== words.user) return false
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrf
  return true
}

async function send() {
  clearTimeout(timer)
  timer = undefined
  if (submitted) return
  if (sending) return later(SOON)
  sending = true
  const upTo = edits
  const content = upTo === kept ? {} : { values: valuesOf(form) }
  let wait = HEARTBEAT
  try {
    let answer = await post(content)
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      const renewed = await renew()
      if (renewed) answer = await post(content)
      else {
        if (renewed === false) saySignedOut()
        return later(AGAIN)
      }
    }
    if (answer.ok) {
      signedOut = false
      const { at, others } = await answer.json()
      if (content.values) say(words.kept.replace("{time}", at))
      else if (line.classList.contains("problem")) line.hidden = true
      if (present) present.replaceChildren(...others.map((text) => Object.assign(document.createElement("p"), { textContent: text })))
      kept = upTo
      if (edits !== kept) wait = SOON
      else if (content.values) form.dispatchEvent(new Event("casebook:kept"))
    } else if (answer.status === 409) {
      const { problem } = await answer.json()
      say(problem === "user" ? words.another : words.moved, true)
      wait = problem === "user" ? AGAIN : HEARTBEAT
    } else if (answer.status === 400 || answer.status === 413) {
      say(words.refused, true)
    } else {
      say(words.waiting, true)
      wait = AGAIN
    }
  } catch {
    if (edits !== kept) say(words.waiting, true)
    wait = AGAIN
  } finally {
    sending = false
    if (timer === undefined) later(wait)
  }
}

function later(wait) {
  clearTimeout(timer)
  timer = setTimeout(send, wait)
}

function note() {
  submitted = false
  if (edits === kept) dueBy = Date.now() + LATEST
  edits += 1
  later(Math.max(0, Math.min(SOON, dueBy - Date.now())))
}

if (line) {
  form.addEventListener("input", note)
  form.addEventListener("change", note)
  form.addEventListener("focusin", ({ target }) => target.matches("button") || (typedIn = target))
  form.addEventListener("submit", () => (submitted = true))
  // Before anything else hears of it: what is sent signed out would end at another page.
  document.addEventListener(
    "submit",
    (event) => {
      if (!signedOut || !canSignInHere || event.target !== form) return
      event.preventDefault()
      event.stopImmediatePropagation()
      signInAgain(event.submitter ?? typedIn)
    },
    true,
  )
  document.addEventListener("formset:added", note)
  window.addEventListener("online", send)
  // Whoever comes back from signing in need not wait for the next try.
  window.addEventListener("focus", () => line.classList.contains("problem") && send())
  document.addEventListener("visibilitychange", () => document.hidden && edits !== kept && send())
  window.addEventListener("pagehide", () => words.case && post({ leave: true }, { keepalive: true }).catch(() => {}))
  later(words.case ? 0 : HEARTBEAT)
}
