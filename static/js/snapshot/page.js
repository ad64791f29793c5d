// What the page of a snapshot has beyond its parts: dragging, keys, the drawer of notes, the photo.
import "./drag.js";
import "./keys.js";
import "./photo-picker.js";
import "./said-filter.js";
