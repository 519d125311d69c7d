// What runs in the browser of somebody at the desk?
import * as Turbo from "@hotwired/turbo";
import { Application } from "@hotwired/stimulus";
import { register } from "./controllers";
import { applyNews } from "./live/applying";
import { keepConnected } from "./live/socket";
import { lockWhenIdle } from "./page/idle";
import { closeMenus } from "./page/menus";
import { protectPeople } from "./page/morphing";
import { drawRefusedPanes } from "./page/refused_pane";
import { soundNews } from "./page/sound";
import { watchTabStops } from "./page/tab_stops";
import { watchToasts } from "./page/toast";
import { groundToasts } from "./page/toast_ground";
import { showWaiting } from "./page/waiting";
import { leaveNoWords } from "./page/words_left";

// Turbo's bar is styled inline, which our content security policy forbids.
Turbo.config.drive.progressBarDelay = 24 * 60 * 60 * 1000;

register(Application.start());
protectPeople();
closeMenus();
watchToasts();
groundToasts();
drawRefusedPanes();
watchTabStops();
showWaiting();
soundNews();
lockWhenIdle();
leaveNoWords();
applyNews();
document.addEventListener("turbo:load", keepConnected);
