// The text's editor: django-prose-editor's engine, our menu in words, no style written into the page.
import {
  BulletList, Blockquote, Bold, Document, Editor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem, OrderedList, Paragraph,
  Subscript, Superscript, Table, TableCell, TableHeader, TableRow, Text,
} from "django-prose-editor/editor"
import { cleanHtml, cleanText } from "./typing/paste.js"

// A cell holds what is kept of it: paragraphs. Tab goes from cell to cell and, after the last one, out of the text.
const cell = { content: "paragraph+" }
const Grid = Table.extend({
  addKeyboardShortcuts() {
    return { ...this.parent(), Tab: () => this.editor.commands.goToNextCell() }
  },
})

const EXTENSIONS = [
  Document, Paragraph, Text, HardBreak, Gapcursor, History, Bold, Italic, Subscript, Superscript, BulletList, OrderedList, ListItem, Blockquote,
  Grid, TableRow, TableCell.extend(cell), TableHeader.extend(cell),
  Heading.configure({ levels: [3, 4] }),
  Link.configure({ openOnClick: false, enableTarget: false, protocols: ["http", "https", "mailto"] }),
]

// name in the menu → what it does, and when it is on
const COMMANDS = {
  Heading3: [(c) => c.toggleHeading({ level: 3 }), (e) => e.isActive("heading", { level: 3 })],
  Heading4: [(c) => c.toggleHeading({ level: 4 }), (e) => e.isActive("heading", { level: 4 })],
  Bold: [(c) => c.toggleBold(), (e) => e.isActive("bold")],
  Italic: [(c) => c.toggleItalic(), (e) => e.isActive("italic")],
  Subscript: [(c) => c.toggleSubscript(), (e) => e.isActive("subscript")],
  Superscript: [(c) => c.toggleSuperscript(), (e) => e.isActive("superscript")],
  BulletList: [(c) => c.toggleBulletList(), (e) => e.isActive("bulletList")],
  OrderedList: [(c) => c.toggleOrderedList(), (e) => e.isActive("orderedList")],
  Blockquote: [(c) => c.toggleBlockquote(), (e) => e.isActive("blockquote")],
  Link: [null, (e) => e.isActive("link")],
  Table: [(c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), null],
  RowAfter: [(c) => c.addRowAfter(), null],
  RowBefore: [(c) => c.addRowBefore(), null],
  ColumnAfter: [(c) => c.addColumnAfter(), null],
  ColumnBefore: [(c) => c.addColumnBefore(), null],
  DeleteRow: [(c) => c.deleteRow(), null],
  DeleteColumn: [(c) => c.deleteColumn(), null],
  HeadRow: [(c) => c.toggleHeaderRow(), (e) => e.isActive("tableHeader")],
  DeleteTable: [(c) => c.deleteTable(), null],
  Undo: [(c) => c.undo(), null],
  Redo: [(c) => c.redo(), null],
}
const IN_TABLE = ["RowAfter", "RowBefore", "ColumnAfter", "ColumnBefore", "DeleteRow", "DeleteColumn", "HeadRow", "DeleteTable"]
const NOT_IN_TABLE = ["Heading3", "Heading4", "BulletList", "OrderedList", "Blockquote", "Table"]

function element(tag, attributes = {}, text = "") {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.textContent = text
  return node
}

function menuFor(editor, words, id) {
  const menu = element("div", { class: "prose-menu", role: "toolbar", "aria-label": words.menu, "aria-controls": `${id}-prose` })
  const buttons = new Map()
  for (const [name, [run, active]] of Object.entries(COMMANDS)) {
    const button = element("button", { type: "button", "data-name": name }, words[name])
    if (active) button.setAttribute("aria-pressed", "false")
    button.addEventListener("click", () => (run ? run(editor.chain().focus()).run() : askForLink(editor, words, menu)))
    buttons.set(button, active)
    menu.append(button)
  }
  const refresh = () => {
    const inTable = editor.isActive("table")
    buttons.forEach((active, button) => {
      const { name } = button.dataset
      if (active) button.setAttribute("aria-pressed", String(active(editor)))
      button.hidden = inTable ? NOT_IN_TABLE.includes(name) : IN_TABLE.includes(name)
      // In a list or a quotation a table would be kept as lines.
      if (name === "Table") button.disabled = editor.isActive("listItem") || editor.isActive("blockquote")
    })
  }
  editor.on("transaction", refresh)
  refresh()
  return menu
}

function askForLink(editor, words, menu) {
  menu.querySelector(".prose-link")?.remove()
  const label = element("label", { class: "prose-link" }, words.address)
  const input = element("input", { type: "url", size: "40" })
  input.value = editor.getAttributes("link").href ?? ""
  label.append(input)
  menu.append(label)
  input.focus()
  const done = (keep) => {
    label.remove()
    const chain = editor.chain().focus().extendMarkRange("link")
    if (keep) (input.value.trim() ? chain.setLink({ href: input.value.trim() }) : chain.unsetLink()).run()
    else chain.run()
  }
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault()
      done(event.key === "Enter")
    }
  })
}

function start(textarea) {
  const words = JSON.parse(textarea.dataset.prose)
  const frame = element("div", { class: "prose-frame" })
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  textarea.before(frame)
  textarea.hidden = true
  const attributes = { id: `${textarea.id}-prose`, class: "prose", role: "textbox", "aria-multiline": "true", lang: textarea.lang }
  if (label) {
    label.id = `${textarea.id}-label`
    attributes["aria-labelledby"] = label.id
  }
  const editor = new Editor({
    element: frame,
    extensions: EXTENSIONS,
    content: textarea.value,
    injectCSS: false,
    editorProps: { attributes, transformPastedHTML: cleanHtml, transformPastedText: cleanText },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  frame.prepend(menuFor(editor, words, textarea.id))
  label?.addEventListener("click", () => editor.commands.focus())
}

document.querySelectorAll("textarea[data-prose]").forEach(start)
