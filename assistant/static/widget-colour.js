// ---- An accent of the page's own stays legible: it is moved towards black or white as far as needed.

const PAPERS = { light: [1, 1, 1], dark: [0.08, 0.1, 0.11] }; // red, green, blue of --paper
const FILL_CONTRAST = 3; // what WCAG 2 asks of a button against what is around it
const TEXT_CONTRAST = 5.5; // of a text, with room for tinted ground

// Sets the colours that follow from `accent`, any CSS colour. False if it is none.
function setAccent(root, accent) {
  if (!CSS.supports("color", accent)) return false;
  root.style.color = `color-mix(in srgb, ${accent}, ${accent})`; // comes back as numbers, however it was written
  const colour = getComputedStyle(root).color.match(/[\d.]+/g)?.slice(0, 3).map(Number);
  root.style.color = "";
  if (colour?.length !== 3) return false;
  for (const [theme, paper] of Object.entries(PAPERS)) {
    const fill = apart(colour, paper, FILL_CONTRAST);
    const ink = contrast(fill, [1, 1, 1]) >= 4.5 ? "#fff" : "#000"; // one of the two always reaches 4.5
    root.style.setProperty(`--accent-${theme}`, css(fill));
    root.style.setProperty(`--on-accent-${theme}`, ink);
    root.style.setProperty(`--link-${theme}`, css(apart(colour, paper, TEXT_CONTRAST)));
  }
  return true;
}

const css = (colour) => `color(srgb ${colour.join(" ")})`;

// The nearest shade of a colour (red, green, blue in 0 to 1) whose contrast with `paper` is at least `ratio`.
function apart(colour, paper, ratio) {
  const end = luminance(paper) > 0.18 ? 0 : 1;
  let shade = colour;
  for (let step = 1; contrast(shade, paper) < ratio && step <= 20; step += 1) {
    shade = colour.map((part) => part + ((end - part) * step) / 20);
  }
  return shade;
}

// Relative luminance and contrast as WCAG 2 defines them.
function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
