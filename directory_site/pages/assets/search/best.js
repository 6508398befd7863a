// Keeps the best of many: `items` with the highest scores first, earlier ones among equals.

export class Best {
  count = 0;
  items = [];

  constructor(limit) {
    this.limit = limit;
  }

  // Whether a score would be kept.
  takes(score) {
    return this.items.length < this.limit || score > this.items[this.limit - 1]?.score;
  }

  add(kind, number, score) {
    this.count++;
    if (!this.takes(score)) return;
    const { items, limit } = this;
    let at = items.length;
    while (at > 0 && items[at - 1].score < score) at--;
    items.splice(at, 0, { kind, number, score });
    if (items.length > limit) items.pop();
  }
}
