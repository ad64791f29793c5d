// The interview room: each behaviour in a module of its own.
import "./guide-phases.js";
import "./note-composer.js";
import "./note-list.js";
import "./phase-bar.js";
import "./room-tabs.js";
