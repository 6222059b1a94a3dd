// Pictures at full size: turn, zoom, save, close.

const SWIPE_PX = 50;

export class Viewer {
  constructor() {
    this.dialog = document.getElementById("viewer");
    this.picture = document.getElementById("viewer-picture");
    this.caption = document.getElementById("viewer-caption");
    this.zoomButton = document.getElementById("viewer-zoom");
    this.save = document.getElementById("viewer-save");
    this.stage = document.getElementById("viewer-stage");
    this.previous = document.getElementById("viewer-previous");
    this.next = document.getElementById("viewer-next");
    this.#listen();
  }

  open(pictures, index) {
    this.pictures = pictures;
    this.#show(index);
    this.dialog.showModal();
    this.stage.focus();
  }

  #listen() {
    document.getElementById("viewer-close").addEventListener("click", () => this.dialog.close());
    this.previous.addEventListener("click", () => this.#turn(-1));
    this.next.addEventListener("click", () => this.#turn(1));
    this.zoomButton.addEventListener("click", () => this.#zoom(!this.zoomed));
    this.stage.addEventListener("click", (click) => this.#clicked(click));
    this.#listenToSwipes();
    this.dialog.addEventListener("keydown", (press) => {
      if (press.key === "ArrowLeft" && !this.zoomed) this.#turn(-1);
      if (press.key === "ArrowRight" && !this.zoomed) this.#turn(1);
    });
  }

  #listenToSwipes() {
    let from = null;
    this.stage.addEventListener("touchstart", (touch) => {
      from = touch.touches.length === 1 && !this.zoomed ? touch.touches[0] : null;
    }, { passive: true });
    this.stage.addEventListener("touchend", (touch) => {
      const [to] = touch.changedTouches;
      const [right, down] = from ? [to.clientX - from.clientX, to.clientY - from.clientY] : [0, 0];
      if (Math.abs(right) > SWIPE_PX && Math.abs(right) > 2 * Math.abs(down)) this.#turn(-Math.sign(right));
    });
  }

  #clicked(click) {
    if (click.target === this.picture) this.#zoom(!this.zoomed, click);
    else this.dialog.close();
  }

  #turn(step) {
    const index = this.index + step;
    if (index >= 0 && index < this.pictures.length) this.#show(index);
  }

  #show(index) {
    const { url, name, caption } = this.pictures[index];
    this.index = index;
    this.picture.src = this.save.href = url;
    this.picture.alt = caption || name;
    this.save.download = fileName(caption, name);
    this.caption.textContent = (caption || name).replaceAll("*", "");
    this.previous.hidden = index === 0;
    this.next.hidden = index === this.pictures.length - 1;
    this.#zoom(false);
  }

  /** Zooming keeps the point that was clicked under the pointer. */
  #zoom(zoomed, click) {
    const box = this.picture.getBoundingClientRect();
    const [x, y] = click ? [(click.clientX - box.left) / box.width, (click.clientY - box.top) / box.height] : [0.5, 0];
    this.zoomed = zoomed;
    this.stage.classList.toggle("zoomed", zoomed);
    this.zoomButton.setAttribute("aria-pressed", zoomed);
    this.picture.style.width = zoomed ? `${zoomedWidth(box.width, this.picture.naturalWidth)}px` : "";
    if (!zoomed) return;
    this.stage.scrollLeft = x * this.picture.offsetWidth - this.stage.clientWidth / 2;
    this.stage.scrollTop = y * this.picture.offsetHeight - this.stage.clientHeight / 2;
  }
}

/** What the picture shows, for a folder full of saved ones. */
function fileName(caption, name) {
  const title = caption.replace(/[*\n/\\:]+/g, " ").trim();
  return title ? `${title}${name.slice(name.lastIndexOf("."))}` : name;
}

/** Every pixel of the picture, but at least half as large again as before and at most three times. */
function zoomedWidth(fitted, natural) {
  return Math.min(Math.max(natural, 1.5 * fitted), 3 * fitted);
}
