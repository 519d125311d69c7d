// Which behaviours may a page ask for by name?
import type { Application } from "@hotwired/stimulus";

export function register(_application: Application): void {}
