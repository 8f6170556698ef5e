// Files dropped or chosen are sent one by one, each with its progress; the page is loaded anew when all have been answered.
const form = document.querySelector("form[data-drop]")
const input = form.querySelector("input[type=file]")
const list = form.querySelector(".progress")
const words = form.dataset
const queue = []
let busy = false
let refused = 0

function line(file) {
  const item = document.createElement("li")
  const name = document.createElement("span")
  const bar = document.createElement("progress")
  const state = document.createElement("span")
  name.textContent = file.name
  bar.max = 100
  bar.value = 0
  bar.setAttribute("aria-label", file.name)
  state.textContent = words.waiting
  item.append(name, bar, state)
  list.append(item)
  return { item, bar, state }
}

function send({ file, item, bar, state }) {
  const data = new FormData(form)
  data.delete(input.name)
  data.append(input.name, file)
  const request = new XMLHttpRequest()
  request.open("POST", location.pathname)
  request.setRequestHeader("Accept", "application/json")
  request.responseType = "json"
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total)
    state.textContent = event.loaded === event.total ? words.reading : `${bar.value} %`
  })
  request.addEventListener("loadend", () => {
    const answer = request.response
    const sentence = answer?.refused?.[0]?.sentence
    const taken = request.status === 200 && answer?.taken === 1
    bar.remove()
    state.textContent = taken ? words.taken : (sentence ?? words.failed)
    item.classList.toggle("refused", !taken)
    if (!taken) refused += 1
    next()
  })
  request.send(data)
}

function next() {
  const file = queue.shift()
  busy = Boolean(file)
  if (file) send(file)
  // What was refused is read first.
  else if (!refused) location.reload()
}

function add(files) {
  for (const file of files) queue.push({ file, ...line(file) })
  if (!busy) next()
}

input.addEventListener("change", () => {
  add([...input.files])
  input.value = ""
})
form.addEventListener("submit", (event) => {
  event.preventDefault()
  input.click()
})
for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault()
    form.classList.toggle("over", name === "dragover")
    if (name === "drop") add([...event.dataTransfer.files])
  })
}
