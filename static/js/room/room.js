// The interview room: each behaviour in a module of its own.
import "./guide-phases.js";
import "./note-composer.js";
import "./note-list.js";
import "./nudges.js";
import "./on-screen-keyboard.js";
import "./phase-bar.js";
import "./room-settings.js";
import "./room-tabs.js";
