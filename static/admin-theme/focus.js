// The focal point of a picture: a click on it writes the two numbers that stand below, arrow keys move it.
for (const row of document.querySelectorAll(".inline-related")) {
  const across = row.querySelector("input[name$=-focus_x]")
  const down = row.querySelector("input[name$=-focus_y]")
  const image = row.querySelector(".kept-file img")
  if (!across || !down || !image) continue

  const frame = document.createElement("span")
  const mark = document.createElement("button")
  frame.className = "focus-frame"
  mark.type = "button"
  mark.className = "focus-mark"
  mark.setAttribute("aria-label", image.closest(".kept-file").dataset.focus)
  const link = image.closest("a")
  link.replaceWith(frame)
  frame.append(image, mark)

  const show = () => {
    mark.style.setProperty("left", `${across.value}%`)
    mark.style.setProperty("top", `${down.value}%`)
  }
  const put = (x, y) => {
    across.value = Math.max(0, Math.min(100, Math.round(x)))
    down.value = Math.max(0, Math.min(100, Math.round(y)))
    for (const field of [across, down]) field.dispatchEvent(new Event("input", { bubbles: true }))
    show()
  }
  frame.addEventListener("click", (event) => {
    if (event.detail === 0) return
    const box = image.getBoundingClientRect()
    put((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height)
  })
  mark.addEventListener("keydown", (event) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? []
    if (x === undefined) return
    event.preventDefault()
    put(Number(across.value) + x, Number(down.value) + y)
  })
  for (const field of [across, down]) field.addEventListener("input", show)
  show()
}
