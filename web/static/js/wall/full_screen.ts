// How does the wall get the whole screen?
export function fillTheScreen(): void {
  const button = document.getElementById("full-screen");
  if (!button) return;
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  });
}
