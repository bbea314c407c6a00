// 长辈版: larger letters and targets, remembered.

const KEY = "huiying.size";

/** Make a button switch the size; `changed` hears of it. */
export function sizeSwitch(button, changed = () => {}) {
  const apply = (large) => {
    document.documentElement.classList.toggle("large", large);
    button.setAttribute("aria-pressed", String(large));
    button.textContent = large ? "标准版" : "长辈版";
    changed();
  };
  button.addEventListener("click", () => {
    const large = !document.documentElement.classList.contains("large");
    try {
      localStorage.setItem(KEY, large ? "large" : "");
    } catch {
      // without storage the choice lasts as long as the page
    }
    apply(large);
  });
  let stored = "";
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // as above
  }
  apply(stored === "large");
}
