// What is pasted from Word, WPS, WeChat or a page, brought down to what the text may hold: paragraphs, two kinds of heading, lists,
// quotations, tables, bold, italic, raised and lowered characters, links. The words stay. What is merged in a table is spread.
"use strict"

const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffc]/g
const DROPPED = "head, style, script, meta, link, title, xml, img, svg, math, picture, video, audio, iframe, object, embed, noscript, template, input, button, select, textarea, mp-common-profile, mpvoice"
const BLOCKS = new Set("ADDRESS ARTICLE ASIDE CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER HEADER LI MAIN NAV OL P PRE SECTION UL".split(" "))
// As cases/grids.py has them: what is larger becomes lines, and so does a table in a list or in another table.
const MOST_ROWS = 200, MOST_COLUMNS = 20, MOST_PLACES = 200
// A line that the source breaks between two Han characters is no space.
const BROKEN_HAN = /([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])[ \t]*\n[ \t]*(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])/g

export function cleanText(text) {
  return text.replace(/\r\n?|[\v\u2028\u2029]/g, "\n").replace(INVISIBLE, "").replaceAll("\u00a0", " ")
}

export function cleanHtml(html) {
  // Our own editor's text is clean.
  if (/<[^>]+data-pm-slice/.test(html)) return html
  const body = new DOMParser().parseFromString(withoutStyle(html), "text/html").body
  for (const element of body.querySelectorAll(DROPPED)) element.remove()
  const blocks = new Blocks()
  read(body, {}, blocks)
  blocks.end()
  return written(blocks.found)
}

// The page's policy holds for what is parsed too, and would complain of each style; they are read here as words.
function withoutStyle(html) {
  return html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/(<[a-z][^<>]*?\s)style(?=\s*=)/gi, "$1data-look")
    .replace(/(<[a-z][^<>]*?\s)on(?=[a-z]+\s*=)/gi, "$1data-on")
}

class Blocks {
  found = []
  now = null

  begin(kind, level = 0) {
    this.end()
    this.now = { kind, level, html: "" }
  }

  end() {
    const block = this.now
    this.now = null
    for (const part of block?.html.split(/(?:<br>\s*){2,}/) ?? []) {
      const text = part.replace(/^(?:\s|<br>)+|(?:\s|<br>)+$/g, "")
      if (text.replace(/<[^>]*>/g, "").trim()) this.found.push({ ...block, html: text })
    }
  }

  add(html) {
    this.now ??= { kind: "p", level: 0, html: "" }
    this.now.html += html
  }
}

function read(parent, look, blocks) {
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) blocks.add(inLook(node.data, look))
    else if (node.nodeType === Node.ELEMENT_NODE) readElement(node, look, blocks)
  }
}

function readElement(element, look, blocks) {
  const style = element.dataset.look ?? ""
  if (/mso-list:\s*ignore|mso-hide:\s*all|display:\s*none|visibility:\s*hidden/i.test(style)) return
  const name = element.tagName
  if (name === "BR") return blocks.add("<br>")
  if (name === "TABLE") return readTable(element, look, blocks)
  const inside = lookOf(element, style, look)
  const kind = kindOf(element, style, inside)
  if (kind) blocks.begin(...kind)
  read(element, inside, blocks)
  if (kind) blocks.end()
}

function readTable(table, look, blocks) {
  const all = [...table.rows].map((row) => [...row.cells].map((cell) => [cell, cellBlocks(cell, look)]))
  const rows = all.filter((row) => row.some(([, found]) => found.length))
  const grid = look.list || look.quote || look.cell ? null : spread(all)?.filter((row) => row.some((found) => found.length))
  blocks.end()
  if (!rows.length) return
  if (!grid) return asLines(rows, blocks)
  // One cell is a frame around some paragraphs, or what was copied of a sheet.
  if (grid.length === 1 && grid[0].length === 1) return blocks.found.push(...grid[0][0])
  const headed = isHeaded(rows)
  const cells = (row, tag) => row.map((found) => `<${tag}>${found.map(({ html }) => `<p>${headed && tag === "th" ? html.replace(/<\/?strong>/g, "") : html}</p>`).join("") || "<p></p>"}</${tag}>`)
  const html = grid.map((row, at) => `<tr>${cells(row, headed && at === 0 ? "th" : "td").join("")}</tr>`)
  blocks.found.push({ kind: "table", level: 0, html: `<table><tbody>${html.join("")}</tbody></table>` })
}

function cellBlocks(cell, look) {
  const own = new Blocks()
  read(cell, { ...look, cell: true }, own)
  own.end()
  return own.found
}

function asLines(rows, blocks) {
  for (const row of rows) {
    blocks.begin("p")
    blocks.add(row.map(([, found]) => found.map(({ html }) => html).join(" ")).join(" | "))
    blocks.end()
  }
}

// What a merged cell says stands in its first place, the others are empty, and a column in which no cell begins goes; null for a table that is too large.
function spread(rows) {
  if (rows.length > MOST_ROWS) return null
  const grid = rows.map(() => [])
  const begun = new Set()
  for (const [at, row] of rows.entries()) {
    let column = 0
    for (const [cell, found] of row) {
      while (grid[at][column]) column += 1
      if (column + cell.colSpan > MOST_PLACES) return null
      begun.add(column)
      for (const below of grid.slice(at, at + Math.max(1, cell.rowSpan)))
        for (let place = column; place < column + cell.colSpan; place += 1) below[place] ??= []
      grid[at][column] = found
    }
  }
  if (begun.size > MOST_COLUMNS) return null
  const places = [...begun].sort((a, b) => a - b)
  return grid.map((row) => places.map((place) => row[place] ?? []))
}

// Few people tell Word that a row is the head; they set it bold.
function isHeaded(rows) {
  const said = rows[0].filter(([, found]) => found.length)
  const bold = (html) => !html.replace(/<strong>.*?<\/strong>/g, "").replace(/<[^>]*>/g, "").trim()
  return rows[0].every(([cell]) => cell.tagName === "TH" || cell.closest("thead"))
    || (rows.length > 1 && said.length === rows[0].length && said.every(([, found]) => found.every(({ html }) => bold(html))))
}

// The kind of paragraph that an element begins, with a heading's level; none within a line.
function kindOf(element, style, look) {
  const name = element.tagName
  const heading = name.match(/^H([1-6])$/)?.[1] ?? style.match(/mso-outline-level:\s*([1-6])/i)?.[1]
  if (heading) return ["heading", Number(heading)]
  if (/\bMso(Title|Subtitle)\b/.test(element.className)) return ["heading", element.className.includes("Sub") ? 2 : 1]
  if (name === "P" && /mso-list:\s*l\d/i.test(style)) return [numbered(element) ? "ol" : "ul"]
  if (name !== "BLOCKQUOTE" && !BLOCKS.has(name)) return null
  return [look.list ?? (look.quote ? "quote" : "p")]
}

// Word and WPS write a list's marks as text before the words.
function numbered(paragraph) {
  const mark = [...paragraph.querySelectorAll("[data-look]")].find((each) => /mso-list:\s*ignore/i.test(each.dataset.look))
  return /^[\s(（]*(?:\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)[.、)）．]/i.test(mark?.textContent ?? "")
}

function lookOf(element, style, look) {
  const name = element.tagName
  const inside = { ...look }
  const weight = style.match(/(?:^|;)\s*font-weight:\s*(\w+)/i)?.[1]
  if (weight ? weight === "bold" || weight === "bolder" || Number(weight) >= 600 : ["B", "STRONG"].includes(name)) inside.strong = true
  else if (weight && ["B", "STRONG"].includes(name)) inside.strong = false
  if (/font-style:\s*italic/i.test(style) || ["I", "EM"].includes(name)) inside.em = true
  if (name === "SUP" || /vertical-align:\s*super/i.test(style)) inside.script = "sup"
  if (name === "SUB" || /vertical-align:\s*sub(?!\w)/i.test(style)) inside.script = "sub"
  if (name === "A" && /^(?:https?:\/\/|mailto:)/i.test(element.getAttribute("href") ?? "")) inside.href = element.getAttribute("href")
  if (name === "UL" || name === "OL") inside.list = name.toLowerCase()
  if (name === "BLOCKQUOTE") inside.quote = true
  return inside
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
}

function inLook(text, look) {
  let html = escaped(cleanText(text.replace(BROKEN_HAN, "$1")).replace(/\s+/g, " "))
  if (!html.trim()) return html
  if (look.script) html = `<${look.script}>${html}</${look.script}>`
  if (look.em) html = `<em>${html}</em>`
  if (look.strong) html = `<strong>${html}</strong>`
  return look.href ? `<a href="${escaped(look.href)}">${html}</a>` : html
}

// The highest level that occurs is a heading, what is beneath it a subheading.
function written(blocks) {
  const highest = Math.min(...blocks.filter((block) => block.kind === "heading").map((block) => block.level))
  let html = ""
  blocks.forEach((block, index) => {
    const { kind } = block
    if (kind === "table") html += block.html
    else if (kind === "heading") {
      const tag = block.level === highest ? "h3" : "h4"
      html += `<${tag}>${block.html.replace(/<\/?strong>/g, "")}</${tag}>`
    } else if (kind === "ul" || kind === "ol" || kind === "quote") {
      const tag = kind === "quote" ? "blockquote" : kind
      if (blocks[index - 1]?.kind !== kind) html += `<${tag}>`
      html += kind === "quote" ? `<p>${block.html}</p>` : `<li><p>${block.html}</p></li>`
      if (blocks[index + 1]?.kind !== kind) html += `</${tag}>`
    } else html += `<p>${block.html}</p>`
  })
  return html
}

// A plain field takes the words without what cannot be seen, and can be undone.
export function cleanPlainPaste(event) {
  const field = event.target
  if (!field.matches?.("textarea, input[type=text]") || !event.clipboardData) return
  const text = event.clipboardData.getData("text/plain")
  const cleaned = cleanText(text)
  if (cleaned === text) return
  event.preventDefault()
  if (!document.execCommand("insertText", false, cleaned)) field.setRangeText(cleaned, field.selectionStart, field.selectionEnd, "end")
}
