# SPDX-License-Identifier: MPL-2.0
"""A page walked through with the Tab key alone: which controls it reaches, and whether each shows that it has the focus."""

TAB, ENTER = "\ue004", "\ue007"
TO_START = "const header = document.querySelector('header'); header.tabIndex = -1; header.focus();"
# Where the focus is; null where it is on no control.
FOCUSED = """
const at = document.activeElement;
if (!at.matches("a, button, input, select, textarea, summary, [tabindex='0']")) return null;
window.stops = (window.stops ?? 0) + 1;
at.dataset.stop ??= window.stops;
const {outlineStyle, outlineWidth} = getComputedStyle(at);
return {stop: at.dataset.stop, what: at.outerHTML.slice(0, 120), folded: at.matches("details:not([open]) > summary"),
        shown: at.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) > 0};
"""
# Every control that a person can use now, in the order in which it stands; of radio buttons that belong together one.
CONTROLS = """
return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(each => {
  if (each.disabled || !each.checkVisibility()) return false;
  return each.type !== "radio" || each === (document.querySelector(`input[name="${each.name}"]:checked`) ?? each);
}).map(each => each.dataset.stop ?? each.outerHTML.slice(0, 120));
"""


def walk(test, page):
    """Tab reaches every control in order, each shows its focus, and the last lets it go. What is folded is opened on the way, with Enter."""
    page.run(TO_START)
    reached = []
    while True:
        page.press(TAB)
        focused = page.run(FOCUSED)
        if focused is None or focused["stop"] in reached:
            break
        test.assertTrue(focused["shown"], focused)
        reached.append(focused["stop"])
        if focused["folded"]:
            page.press(ENTER)
    test.assertEqual(reached, page.run(CONTROLS))
