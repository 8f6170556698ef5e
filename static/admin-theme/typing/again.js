// Signing in again over an open form: the forms of the sign-in pages (password or passkey, then the second factor) are shown in a box, sent to
// their own addresses, and what is answered is shown there again, until the address for kept text answers, which only a person signed in gets.
"use strict"

const box = document.querySelector("dialog[data-sign-in-again]")
const words = box?.dataset ?? {}
const place = box?.querySelector("[data-form]")
const problem = box?.querySelector("[role=alert]")
const elsewhere = box?.querySelector("[data-passkey-elsewhere]")
// Where somebody was before, so that they go on there.
let before = null
// The address that answers once somebody has signed in. After a passkey that was refused the page's own form does not know it any more.
let goal = ""
// The question that the browser puts about a passkey; given up when the box closes or another is put.
let asking = new AbortController()
let done = () => {}

export const canSignInHere = Boolean(box?.showModal)

// `then` is told {user, csrf} once somebody has signed in; never, when the box is closed before.
export function signInHere(next, then, back = document.activeElement) {
  if (box.open) return
  before = back
  done = then
  goal = next
  box.showModal()
  ask(`${words.signIn}?${new URLSearchParams({ next })}`)
}

async function ask(address, more = {}) {
  place.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html, application/json" }, ...more })
    if (answer.headers.get("Content-Type")?.includes("json")) return arrive(await answer.json())
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url)
  } catch {
    say(words.noConnection)
  } finally {
    place.removeAttribute("aria-busy")
  }
}

// The one form that asks for a password or a code. Other steps (a first second factor, a closed account) need the page itself.
function show(page, address) {
  const found = [...page.querySelectorAll("main form")].find((form) => form.querySelector("[name=login], [name=code]"))
  if (!found) {
    place.replaceChildren()
    return say(words.elsewhere)
  }
  const form = document.importNode(found, true)
  form.action = new URL(found.getAttribute("action") || address, address).href
  for (const button of form.querySelectorAll("button[form]")) button.remove()
  for (const button of form.querySelectorAll("button")) button.className = "button default"
  // Nothing leads away from what is typed.
  for (const link of form.querySelectorAll("a")) link.target = "_blank"
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form)
  })
  const key = passkey(page, address)
  elsewhere.hidden = Boolean(key)
  place.replaceChildren(form, ...(key ? [key] : []))
  say([...page.querySelectorAll("main .errorlist li, main .messages li")].map((error) => error.textContent).join(" "))
  form.querySelector("input:not([type=hidden])").focus()
}

function send(form) {
  const body = new URLSearchParams(new FormData(form))
  body.set("next", goal)
  return ask(form.action, { method: "POST", body })
}

// What the page offers for a passkey, where this browser reads such questions as they come: a form with the page's own button.
function passkey(page, address) {
  const found = page.querySelector("form:has([name=credential])")
  const button = page.querySelector("#passkey_login, #mfa_webauthn_authenticate")
  if (!found || !button || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return null
  const form = document.importNode(found, true)
  form.action = new URL(found.getAttribute("action") || address, address).href
  const press = document.createElement("button")
  press.type = "button"
  press.className = "button"
  press.textContent = button.textContent.trim()
  press.addEventListener("click", async () => {
    asking.abort()
    const { signal } = (asking = new AbortController())
    let asked
    try {
      asked = page.getElementById("js_data")?.textContent ?? (await question(form.action))
    } catch {
      return say(words.noConnection)
    }
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(asked).request_options.publicKey)
      form.elements.credential.value = JSON.stringify(await navigator.credentials.get({ publicKey, signal }))
    } catch {
      return signal.aborted || say(words.noPasskey)
    }
    await send(form)
  })
  form.append(press)
  return form
}

async function question(address) {
  return (await fetch(address, { headers: { Accept: "application/json" } })).text()
}

function say(sentence) {
  problem.textContent = sentence
  problem.hidden = !sentence
}

function arrive(person) {
  if (!box.open) return
  box.close()
  done(person)
}

if (box) {
  box.querySelector("[data-close]").addEventListener("click", () => box.close())
  box.addEventListener("close", () => {
    asking.abort()
    place.replaceChildren()
    say("")
    if (before?.isConnected) before.focus()
  })
}
