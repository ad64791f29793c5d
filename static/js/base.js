// What every page needs. Pages load their own modules in the block `scripts`.
import "./app-messages.js";
import "./coach-hint.js";
import "./form-errors.js";
import "./keyboard-help.js";
import "./live-region.js";
import "./menu-button.js";
import "./modal-dialog.js";
import "./room/leftovers.js";
import "./save-state.js";
import "./search-palette.js";
import "./sign-out.js";
import "./tabs.js";
import "./theme-toggle.js";
