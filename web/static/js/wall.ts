// What runs at a display on a wall, for days?
import { draw, keepCounting } from "./wall/figures";
import { fillTheScreen } from "./wall/full_screen";
import { keepAsking } from "./wall/line";

keepCounting();
keepAsking(draw);
fillTheScreen();
