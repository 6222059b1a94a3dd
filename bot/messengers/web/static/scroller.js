// Keeps the newest in view without ever pushing past what the owner has not read.

const NEAR_PX = 80;
const MARGIN_PX = 12;
const TOP_PX = 600; // older bubbles are fetched before anybody sees that they are missing
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Scroller {
  constructor(container, newest, { onTop }) {
    this.container = container;
    this.onTop = onTop;
    this.newest = newest;
    this.follows = true;
    this.top = 0;
    container.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.follows && this.settle()).observe(container);
    for (const child of container.children) new ResizeObserver(() => this.settle()).observe(child);
    newest.addEventListener("click", () => this.toEnd("smooth"));
  }

  /** After a change: to the end, but the owner's last bubble stays in view so that long answers start at their start. */
  settle() {
    if (this.follows) {
      const own = [...this.container.querySelectorAll(".entry.owner")].at(-1);
      const stop = own ? own.offsetTop - MARGIN_PX : Infinity;
      const end = this.container.scrollHeight - this.container.clientHeight;
      this.#to(Math.min(end, stop));
    }
    this.#tell();
  }

  toEnd(behavior = "instant") {
    this.follows = true;
    this.container.scrollTo({ top: this.container.scrollHeight, behavior });
    this.#tell();
  }

  /** The owner did something: whatever comes of it is wanted in view. */
  follow() {
    this.follows = true;
    this.top = this.container.scrollTop; // what was scrolled until now is no wish to stay there
    this.settle();
  }

  /** Bubbles come in above: what is being read stays where it is. */
  keep(change) {
    const fromEnd = this.container.scrollHeight - this.container.scrollTop;
    change();
    this.container.scrollTop = this.top = this.container.scrollHeight - fromEnd;
  }

  #to(top) {
    if (top > this.container.scrollTop) this.container.scrollTo({ top, behavior: STILL.matches ? "instant" : "smooth" });
  }

  // Only a person scrolls upwards.
  #scrolled() {
    const top = this.container.scrollTop;
    if (this.#distance() < NEAR_PX) this.follows = true;
    else if (top < this.top) this.follows = false;
    this.top = top;
    if (top < TOP_PX) this.onTop();
    this.#tell();
  }

  #tell() {
    this.newest.hidden = this.#distance() < NEAR_PX;
  }

  #distance() {
    return this.container.scrollHeight - this.container.clientHeight - this.container.scrollTop;
  }
}
