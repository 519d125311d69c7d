// What does a person hear on this computer? Nothing, until they choose it here.
import { Controller } from "@hotwired/stimulus";
import { chooseSound, chosenSound, isDutyStation, makeDutyStation, play } from "../page/sound";

export default class SoundController extends Controller<HTMLElement> {
  static override targets = ["urgent", "mine", "volume", "station"];
  declare readonly urgentTarget: HTMLInputElement;
  declare readonly mineTarget: HTMLInputElement;
  declare readonly volumeTarget: HTMLInputElement;
  declare readonly stationTarget: HTMLInputElement;

  override connect(): void {
    const { urgent, mine, volume } = chosenSound();
    this.urgentTarget.checked = urgent;
    this.mineTarget.checked = mine;
    this.volumeTarget.value = String(volume);
    this.stationTarget.checked = isDutyStation();
  }

  keep(): void {
    makeDutyStation(this.stationTarget.checked);
    const [urgent, mine] = [this.urgentTarget.checked, this.mineTarget.checked];
    chooseSound({ urgent, mine, volume: Number(this.volumeTarget.value) });
  }

  // A browser lets nothing sound before somebody has pressed something on its page.
  hear(): void {
    play("urgent");
  }
}
