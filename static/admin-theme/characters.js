// How long a text is, counted as cases/characters.py counts it: code points after composing, a line break as one.
export function characters(text) {
  return [...text.replace(/\r\n?/g, "\n").normalize("NFC")].length
}

// Of the words alone: neither markup nor the breaks between paragraphs count.
export function charactersOfHtml(html) {
  return characters(new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/[\r\n]/g, ""))
}
