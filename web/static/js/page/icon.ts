// How does a script draw one of the page's small marks?
const SVG = "http://www.w3.org/2000/svg";

export function icon(name: string, size = ""): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("class", `i ${size}`);
  drawn.setAttribute("aria-hidden", "true");
  const used = document.createElementNS(SVG, "use");
  used.setAttribute("href", `#i-${name}`);
  drawn.append(used);
  return drawn;
}
