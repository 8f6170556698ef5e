// A form's content as it is kept: name → texts. Files, the form's own bookkeeping and rows that scripts copy are left out.
"use strict"

export function valuesOf(form) {
  const values = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name.startsWith("_") || name === "csrfmiddlewaretoken" || name.includes("__prefix__")) continue
    ;(values[name] ??= []).push(value)
  }
  return values
}
