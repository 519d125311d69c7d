// Which behaviours may a page ask for by name?
import type { Application } from "@hotwired/stimulus";
import Acting from "./acting_controller";
import Announcer from "./announcer_controller";
import Answering from "./answering_controller";
import Appended from "./appended_controller";
import Bell from "./bell_controller";
import Canned from "./canned_controller";
import Clock from "./clock_controller";
import Composer from "./composer_controller";
import Connection from "./connection_controller";
import Copying from "./copying_controller";
import Desk from "./desk_controller";
import Draft from "./draft_controller";
import Hotkeys from "./hotkeys_controller";
import LastAct from "./last_act_controller";
import List from "./list_controller";
import Mention from "./mention_controller";
import Palette from "./palette_controller";
import Narrowing from "./narrowing_controller";
import Notices from "./notices_controller";
import Passkey from "./passkey_controller";
import Permission from "./permission_controller";
import Picking from "./picking_controller";
import Picture from "./picture_controller";
import Presence from "./presence_controller";
import Results from "./results_controller";
import Returned from "./returned_controller";
import Sending from "./sending_controller";
import Sheet from "./sheet_controller";
import Sound from "./sound_controller";
import Stream from "./stream_controller";
import Theme from "./theme_controller";
import Undo from "./undo_controller";
import Unsent from "./unsent_controller";
import Variables from "./variables_controller";

const controllers = {
  acting: Acting,
  announcer: Announcer,
  answering: Answering,
  appended: Appended,
  bell: Bell,
  canned: Canned,
  clock: Clock,
  composer: Composer,
  connection: Connection,
  copying: Copying,
  desk: Desk,
  draft: Draft,
  hotkeys: Hotkeys,
  "last-act": LastAct,
  list: List,
  mention: Mention,
  palette: Palette,
  narrowing: Narrowing,
  notices: Notices,
  passkey: Passkey,
  permission: Permission,
  picking: Picking,
  picture: Picture,
  presence: Presence,
  results: Results,
  returned: Returned,
  sending: Sending,
  sheet: Sheet,
  sound: Sound,
  stream: Stream,
  theme: Theme,
  undo: Undo,
  unsent: Unsent,
  variables: Variables,
};

export function register(application: Application): void {
  for (const [name, controller] of Object.entries(controllers)) application.register(name, controller);
}
