// What colleagues change, said rarely and together: "3 changes by 2 people", at most every
// 20 seconds (trust.md D18). announce.js keeps the pace; here is only counted.
import { announceSoon } from "announce";

const FORGET_AFTER = 20_000;

export class News {
  constructor(words) {
    this.words = words;
    this.forget();
  }

  add(person) {
    this.changes += 1;
    this.people.add(person);
    announceSoon(this.text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), FORGET_AFTER);
  }

  forget() {
    this.changes = 0;
    this.people = new Set();
  }

  get text() {
    const { change, changes, person, people } = this.words;
    const what = this.changes === 1 ? change : changes.replace("00", this.changes);
    const who = this.people.size === 1 ? person : people.replace("00", this.people.size);
    return `${what} ${who}`;
  }
}
