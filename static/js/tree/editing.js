// Writing on the tree itself: the words of a node in place, and new nodes where they will stand.
import { cardOf, childrenOf, dropEmptyGroup, ensureGroup, groupOf, parentOf } from "./nodes.js";

const LONGEST = 240;
const PATHS = { opportunity: "opportunities", solution: "solutions", assumption: "assumptions" };

export class Editing {
  constructor(tree) {
    this.tree = tree;
    if (!tree.mayEdit) return;
    tree.addEventListener("dblclick", (event) => {
      const item = event.target.closest(".tree__item");
      if (item && tree.list.contains(item)) this.edit(item);
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-adds]")) return;
      event.preventDefault();
      this.addBeneath(tree.items[0]);
    });
  }

  // Edits the words in place. Enter saves, Escape leaves them, leaving the field saves.
  edit(item) {
    if (item.dataset.on === "outcome") return this.tree.panel.openItem(item, { focus: true });
    const card = cardOf(item);
    if (card.classList.contains("node--editing")) return;
    const text = card.querySelector(".node__text");
    const seen = text.textContent;
    card.classList.add("node--editing");
    const area = this.#area(seen, this.tree.words.edit);
    text.after(area);
    const close = () => {
      card.classList.remove("node--editing");
      area.remove();
      this.tree.canvas.layOut();
    };
    this.#listen(area, {
      cancel: () => (close(), this.tree.focusItem(item)),
      save: (words, hadFocus) => {
        close();
        if (words && words !== seen) this.#save(item, text, words, seen);
        if (hadFocus) this.tree.focusItem(item);
      },
    });
  }

  async #save(item, text, words, seen) {
    text.textContent = words;
    this.tree.canvas.layOut();
    const path = `${PATHS[item.dataset.on]}/${item.dataset.pk}/`;
    const onConflict = async ({ theirs, mine }) => {
      text.textContent = theirs;
      const choice = await this.#choose(theirs, mine);
      if (choice === "mine") return this.#save(item, text, mine, theirs);
      await this.tree.sync.refresh();
      this.tree.focusItem(item);
      return null;
    };
    const told = await this.tree.sync.post(path, { text: words, seen_text: seen }, { onConflict });
    if (!told && !item.isConnected) this.#keepWords(words);
    return told;
  }

  // Its node has been deleted meanwhile: what was written can still be copied.
  #keepWords(words) {
    const detail = { text: this.tree.words.yours.replace("%(text)s", words), tone: "error" };
    document.body.dispatchEvent(new CustomEvent("message:show", { detail, bubbles: true }));
  }

  // Shows both texts; nothing is overwritten until the person has chosen.
  #choose(theirs, mine) {
    const dialog = document.getElementById("conflict-dialog");
    dialog.querySelector("[data-theirs]").textContent = theirs;
    dialog.querySelector("[data-mine]").textContent = mine;
    dialog.returnValue = "theirs";
    dialog.showModal();
    return new Promise((resolve) => {
      const choose = (event) => {
        const button = event.target.closest("[data-keep]");
        if (button) dialog.close(button.dataset.keep);
      };
      dialog.addEventListener("click", choose);
      dialog.addEventListener(
        "close",
        () => {
          dialog.removeEventListener("click", choose);
          resolve(dialog.returnValue);
        },
        { once: true },
      );
    });
  }

  addBeneath(item) {
    if (["solution", "assumption"].includes(item.dataset.on)) return this.addBehind(item);
    return this.#draft(item, childrenOf(item).at(-1));
  }

  addBehind(item) {
    if (item.dataset.on === "outcome") return this.addBeneath(item);
    if (item.dataset.on === "solution") return this.addSolution(parentOf(item));
    // The page of its solution asks for the kind as well.
    if (item.dataset.on === "assumption") return this.tree.panel.openItem(parentOf(item), { focus: true });
    return this.#draft(parentOf(item), item);
  }

  addSolution(item) {
    return this.#draft(item, groupOf(item)?.lastElementChild, "solution");
  }

  // A card without a node yet: it becomes one when its words are saved.
  #draft(parent, after, on = "opportunity") {
    const words = on === "solution" ? this.tree.words.newSolution : this.tree.words.newOpportunity;
    const draft = document.createElement("li");
    // With a name of its own, a refresh does not take it for the node that it becomes.
    draft.id = `draft-${Date.now()}`;
    draft.className = "tree__item";
    draft.dataset.draft = "";
    draft.setAttribute("role", "none");
    const card = document.createElement("div");
    card.className = `node node--${on} node--editing node__draft`;
    const area = this.#area("", words);
    card.append(area);
    draft.append(card);
    const group = ensureGroup(parent);
    if (after) after.after(draft);
    else group.prepend(draft);
    this.tree.unfoldTo(draft);
    this.tree.canvas.layOut();
    if (this.tree.isCanvas) this.tree.canvas.reveal(draft);
    this.tree.canvas.sight.bring(card);
    area.focus({ preventScroll: this.tree.isCanvas });
    const close = () => {
      draft.remove();
      dropEmptyGroup(parent);
      this.tree.canvas.layOut();
    };
    this.#listen(area, {
      cancel: () => (close(), this.tree.focusItem(after ?? parent)),
      save: async (text, hadFocus) => {
        if (!text) return close(), hadFocus && this.tree.focusItem(parent);
        // The focus stays here until the node stands there, or what was refused is written anew.
        area.readOnly = true;
        const told = await this.#create(parent, after, on, text);
        area.readOnly = false;
        if (!told) return area.focus(), false;
        const isHere = area === document.activeElement;
        close();
        if (hadFocus && (isHere || !this.tree.contains(document.activeElement))) {
          this.tree.focusItem(this.tree.item(told.node) ?? after ?? parent);
        }
        return true;
      },
    });
  }

  #create(parent, after, on, text) {
    if (on === "solution") return this.tree.sync.post(`opportunities/${parent.dataset.pk}/solutions/`, { text });
    return this.tree.sync.post("opportunities/", {
      text,
      parent: parent.dataset.on === "outcome" ? "" : parent.dataset.pk,
      after: after?.dataset.pk ?? "",
    });
  }

  #area(text, label) {
    const area = document.createElement("textarea");
    area.className = "node__area";
    area.value = text;
    area.maxLength = LONGEST;
    area.rows = 2;
    area.setAttribute("aria-label", label);
    area.title = this.tree.words.save;
    if (!text) area.placeholder = label;
    return area;
  }

  // Saves or cancels once; again, if saving has been refused and the words are still there.
  #listen(area, { cancel, save }) {
    let isDone = false;
    const once = async (act) => {
      if (isDone) return;
      isDone = true;
      if ((await act()) === false) isDone = false;
    };
    const words = () => area.value.trim().replace(/\s+/g, " ");
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape") once(cancel);
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      once(() => save(words(), true));
    });
    area.addEventListener("input", () => this.tree.canvas.layOut());
    area.addEventListener("blur", () => once(() => save(words(), false)));
    if (!area.isConnected) return;
    area.focus({ preventScroll: this.tree.isCanvas });
    area.select();
    this.tree.canvas.layOut();
  }
}
