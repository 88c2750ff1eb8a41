//! On a screen with the few colours that its owner chose: whatever is told by a colour is told by a line, a pattern or a
//! word as well, and the focus is seen.

use glasno_tests::support::{Browser, Citizen, Installation};
use serde_json::json;

use crate::keyboard::tab_to;
use crate::states::{self, Around, Look, keep_picture};

/// What must still be told apart, by the colours that the screen has.
const TOLD_APART: &str = "\
    const found = []; const probe = document.body.appendChild(document.createElement('i'));\
    const system = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };\
    const [canvas, text, grey] = ['Canvas', 'CanvasText', 'GrayText'].map(system); probe.remove();\
    const shown = (selector) => all(selector).filter((element) => element.checkVisibility());\
    const expect = (holds, what, element) => { if (!holds) found.push(`${what}: ${element.outerHTML.slice(0, 140)}`); };\
    const is = (element, part) => getComputedStyle(element, part);\
    for (const part of shown('.part-open, .bar span:first-child'))\
        expect(is(part).backgroundColor !== canvas && is(part).backgroundImage === 'none', 'what the council decides is not filled', part);\
    for (const part of shown('.part-locked, .bar span:last-child'))\
        expect(is(part).backgroundImage.includes(text), 'what is settled is not hatched', part);\
    for (const box of shown('.box, .swatch'))\
        expect(is(box).backgroundColor !== canvas || is(box).backgroundImage !== 'none', 'a box has no pattern', box);\
    for (const line of shown('.line.changed, .card.chosen'))\
        expect(parseFloat(is(line).borderInlineStartWidth) >= 4, 'a change is not marked', line);\
    for (const drawn of shown('canvas'))\
        expect(new Set([is(drawn).color, is(drawn).outlineColor, canvas]).size === 3, 'before and after look alike', drawn);\
    for (const button of shown('button[aria-disabled]')) {\
        const isGrey = is(button).color === grey;\
        expect(isGrey === (button.ariaDisabled === 'true'), 'it does not look as able as it is', button);\
    }\
    for (const field of shown('input:not([type=radio], [type=checkbox]), select, textarea'))\
        expect(parseFloat(is(field).borderTopWidth) >= (field.ariaInvalid === 'true' ? 2 : 1), 'a field has no edge', field);\
    for (const invalid of shown('[aria-invalid=true]'))\
        expect(invalid.getAttribute('aria-describedby').split(' ').some((id) => one('#' + id)?.textContent), 'no word says what is wrong', invalid);\
    for (const bar of shown('.balance')) expect(one('#balance').textContent, 'no word says how it stands', bar);\
    return found";

/// Looks at every state on such a screen, white and black.
struct FewColours<'a> {
    browser: &'a Browser,
    found: Vec<String>,
}

impl Look for FewColours<'_> {
    async fn look(&mut self, state: &str) {
        for scheme in ["light", "dark"] {
            force_colours(self.browser, scheme).await;
            let found: Vec<String> = serde_json::from_value(self.browser.run(TOLD_APART).await).unwrap();
            for finding in found {
                if !self.found.iter().any(|known| known.ends_with(&finding)) {
                    self.found.push(format!("{state}, {scheme}: {finding}"));
                }
            }
            keep_picture(self.browser, &format!("few colours {state} {scheme}")).await;
        }
    }
}

async fn force_colours(browser: &Browser, scheme: &str) {
    let features = json!({ "features": [
        { "name": "forced-colors", "value": "active" },
        { "name": "prefers-color-scheme", "value": scheme },
    ]});
    browser.tell("Emulation.setEmulatedMedia", features).await;
    browser.until("matchMedia('(forced-colors: active)').matches").await;
}

#[tokio::test]
async fn citizen_with_few_colours_tells_everything_apart() {
    let citizen = Citizen::arrives().await;
    citizen.browser.resize(360, 740).await;
    force_colours(&citizen.browser, "dark").await;
    let mut few = FewColours { browser: &citizen.browser, found: Vec::new() };
    states::reading(&citizen, Around::Index("bg"), &mut few).await;
    states::moving(&citizen, Around::Index("bg"), &mut few).await;
    states::taking_part(&citizen, Around::Index("bg"), &mut few).await;
    states::sending(&citizen, Around::Index("bg"), &mut few).await;
    states::coming_back(&citizen, Around::Index("bg"), &mut few).await;
    let found = few.found;
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[tokio::test]
async fn citizen_with_few_colours_sees_where_the_focus_is() {
    let citizen = Citizen::arrives().await;
    let browser = &citizen.browser;
    let server = Installation::with_sample().serve(&[]);
    for scheme in ["light", "dark"] {
        let host = Around::Index("bg").host(&server.address);
        citizen.open_widget(&host.page("/")).await;
        browser.until("one('#pot-0') && one('#project-0') && one('#question-0 input')").await;
        force_colours(browser, scheme).await;
        tab_to(browser, "focused.id === 'review'").await;
    }
}
