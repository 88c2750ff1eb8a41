//! From right to left, by a language that does not exist: every sentence and every text of the officer in letters that
//! are written from the right, numbers as Hebrew writes them. What is still in other letters was never given to the
//! translators.

use glasno_tests::support::{Browser, Citizen, Scheme};

use crate::accessibility::MEASURE;
use crate::states::{self, Around, Look, keep_picture};

/// The words and the consultation as they come from the server, each letter in its place mirrored; placeholders and
/// the names of plural forms stay. As on a page without https nobody can tell that the words are not those that were sent.
const PSEUDO: &str = r"
    const letters = 'אבגדהוזחטיכלמנסעפצקרשת';
    const mirrored = (text) => text.replace(/\p{L}/gu, (letter) => letters[letter.codePointAt(0) % letters.length]);
    const sentence = (text) => text.split(/(\{\w+\}|^\w+=|\|\w+=)/).map((part, at) => at % 2 ? part : mirrored(part)).join('');
    const texts = (value, key) => typeof value === 'string' ? (key === 'bg' || key === 'en' ? mirrored(value) : value)
        : Array.isArray(value) ? value.map((inner) => texts(inner))
        : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, texts(inner, name)]))
        : value;
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
    const ask = window.fetch;
    window.fetch = async (...request) => {
        const reply = await ask(...request);
        const { pathname } = new URL(request[0].url ?? request[0], location.href);
        if (!reply.ok) return reply;
        if (/^\/w\/a\/.*\.json$/.test(pathname)) return Response.json((await reply.json()).map(sentence));
        if (/^\/api\/v1\/consultations\/[^/]+$/.test(pathname)) return Response.json(texts(await reply.json()));
        return reply;
    };
    for (const name of ['NumberFormat', 'DateTimeFormat', 'PluralRules']) {
        const Real = Intl[name];
        Intl[name] = function (_, options) { return new Real('he', options); };
    }";

/// What is said in letters that no pseudo-sentence has, wherever it is said. Codes, addresses and the names of
/// currencies are the same in every language; Hebrew writes millions with an M.
const UNTRANSLATED: &str = r"
    const found = []; const foreign = /[\p{Script=Latin}\p{Script=Cyrillic}]/u;
    const note = (text, element) => { if (foreign.test(text.replace(/\b(EUR|BGN)\b|(?<=\d)[MK]/g, '')) && !element.closest('.code, #receipt-code, .review a'))
        found.push(`not among the words: “${text}” in ${element.outerHTML.slice(0, 100)}`); };
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) note(texts.currentNode.data, texts.currentNode.parentElement);
    for (const element of all('*'))
        for (const name of ['aria-label', 'aria-valuetext', 'placeholder', 'title', 'alt', 'data-head'])
            if (element.hasAttribute(name)) note(element.getAttribute(name), element);
    return found";

/// What must stand on the other side than in a language from left to right.
const MIRRORED: &str = r"
    const found = [];
    const box = (element) => element.getBoundingClientRect();
    const shown = (selector) => all(selector).filter((element) => element.checkVisibility());
    const expect = (holds, what, element) => { if (!holds) found.push(`${what}: ${element.outerHTML.slice(0, 120)}`); };
    for (const widget of shown('.widget')) expect(getComputedStyle(widget).direction === 'rtl', 'is not from right to left', widget);
    for (const head of shown('.group-head button')) {
        const [name, sum] = [head.querySelector('.group-name'), head.querySelector('.group-sum')].map(box);
        expect(name.right >= sum.right, 'the name is not at the right', head);
    }
    for (const bar of shown('.two-parts, .bar'))
        expect(Math.abs(box(bar.firstElementChild).right - box(bar).right) <= 1, 'does not grow from the right', bar);
    for (const name of shown('.group-name')) expect(getComputedStyle(name, '::before').scale === '-1 1', 'its arrow points to the right', name);
    for (const canvas of shown('canvas')) expect(getComputedStyle(canvas).scale === '-1 1', 'does not grow from the right', canvas);
    for (const boxes of shown('.boxes')) {
        const first = [...boxes.children].find(({ style }) => parseFloat(style.insetInlineStart) === 0 && parseFloat(style.top) === 0);
        expect(first && Math.abs(box(first).right - box(boxes).right) <= 1, 'the largest box is not at the right', boxes);
    }
    for (const stepper of shown('.stepper')) {
        const [less, more, unit, field] = ['.press:first-of-type', '.press:last-of-type', '.unit', 'input'].map((part) => box(stepper.querySelector(part)));
        expect(less.left > more.right, '− is not at the right', stepper);
        expect(!unit.width || unit.right < field.left + field.width / 2, 'the unit is not behind the amount', stepper);
    }
    for (const line of shown('.line.changed, .card.chosen'))
        expect(/ -4px 0px 0px/.test(getComputedStyle(line).boxShadow), 'is not marked at the right', line);
    for (const edge of shown('.notice, .consequence, blockquote').filter(({ textContent }) => textContent)) {
        const { borderRightWidth, borderLeftWidth, borderTopRightRadius } = getComputedStyle(edge);
        expect(parseFloat(borderRightWidth) >= 3 && parseFloat(borderLeftWidth) === 0 && borderTopRightRadius === '0px', 'its edge is not at the right', edge);
    }
    for (const text of shown('.ask, .line-name, .remaining, .balance-words, h2, h3')) {
        const range = document.createRange(); range.selectNodeContents(text);
        const runs = [...range.getClientRects()]; const { paddingRight, borderRightWidth } = getComputedStyle(text);
        const right = Math.max(...runs.filter(({ top }) => top === runs[0].top).map(({ right }) => right));
        if (runs.length) expect(Math.abs(right - box(text).right + parseFloat(paddingRight) + parseFloat(borderRightWidth)) <= 2, 'does not begin at the right', text);
    }
    return found";

/// Figures are read from left to right also here: the sign stands before its number, the first digit before the last.
const FIGURES: &str = r"
    const found = []; const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const place = (node, at) => { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
        return range.getBoundingClientRect(); };
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (!node.parentElement.checkVisibility()) continue;
        for (const { 0: figure, index } of node.data.matchAll(/[-−+]?\d[\d.,]*\d|[-−+]\d/g)) {
            const [first, last] = [place(node, index), place(node, index + figure.length - 1)];
            if (first.width && last.width && first.top === last.top && first.left >= last.left)
                found.push(`${figure} reads backwards in “${node.data}”`);
        }
    }
    for (const code of all('#receipt-code')) {
        const node = code.firstChild; const places = [...node.data].map((_, at) => place(node, at).left);
        if (places.some((left, at) => at && left <= places[at - 1])) found.push(`the code reads backwards: ${node.data}`);
    }
    return found";

/// Looks into the mirror, on a small phone and a wide screen.
struct Mirror<'a> {
    browser: &'a Browser,
    found: Vec<String>,
}

impl Look for Mirror<'_> {
    async fn look(&mut self, state: &str) {
        self.browser.prefer(Scheme::Light).await;
        for (width, height) in [(320, 568), (1280, 800)] {
            self.browser.resize(width, height).await;
            for script in [MEASURE, UNTRANSLATED, MIRRORED, FIGURES] {
                let found = self.browser.run(script).await;
                let found: Vec<String> = serde_json::from_value(found).unwrap();
                for finding in found {
                    // Where it was met first is enough: many states show the same.
                    if !self.found.iter().any(|known| known.ends_with(&finding)) {
                        self.found.push(format!("{state}, {width} px: {finding}"));
                    }
                }
            }
            keep_picture(self.browser, &format!("right to left {state} {width}")).await;
        }
    }
}

async fn check(walk: impl AsyncFnOnce(&Citizen, &mut Mirror)) {
    let citizen = Citizen::arrives().await;
    citizen.browser.prepare_pages(PSEUDO).await;
    let mut mirror = Mirror { browser: &citizen.browser, found: Vec::new() };
    walk(&citizen, &mut mirror).await;
    let found = mirror.found;
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[tokio::test]
async fn citizen_who_reads_from_right_to_left_reads_the_draft() {
    check(async |citizen, mirror| states::reading(citizen, Around::Mirrored, mirror).await).await;
}

#[tokio::test]
async fn citizen_who_reads_from_right_to_left_moves_money_and_sends() {
    check(async |citizen, mirror| {
        states::moving(citizen, Around::Mirrored, mirror).await;
        states::sending(citizen, Around::Mirrored, mirror).await;
        states::closed_doors(citizen, Around::Mirrored, mirror).await;
    })
    .await;
}

#[tokio::test]
async fn citizen_who_reads_from_right_to_left_comes_back() {
    check(async |citizen, mirror| states::coming_back(citizen, Around::Mirrored, mirror).await).await;
}

#[tokio::test]
async fn citizen_who_reads_from_right_to_left_takes_part_in_every_way() {
    check(async |citizen, mirror| states::taking_part(citizen, Around::Mirrored, mirror).await).await;
}

#[test]
fn no_stylesheet_of_the_widget_knows_left_from_right() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    for name in ["tokens", "widget", "figures", "ways", "sending", "print"] {
        let css = std::fs::read_to_string(folder.join(format!("{name}.css"))).unwrap();
        let found: Vec<&str> = css.lines().filter(|line| is_physical(line)).collect();
        assert!(found.is_empty(), "style/{name}.css takes sides: {found:?}");
    }
}

/// Does a declaration treat left and right each in its own way, other than by inline-start and inline-end?
fn is_physical(line: &str) -> bool {
    let Some((property, value)) = line.split_once(':') else { return false };
    let (property, value) = (property.trim(), value.trim().trim_end_matches(';'));
    let mut depth = 0;
    let is_gap = |letter: char| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0 && letter == ' '
    };
    let parts: Vec<&str> = value.split(is_gap).collect();
    let takes_sides = match (property, parts.as_slice()) {
        ("margin" | "padding" | "inset", [_, right, _, left]) => right != left,
        ("border-radius", [top_left, top_right, bottom_right, bottom_left]) => {
            top_left != top_right || bottom_left != bottom_right
        }
        ("text-align" | "float" | "clear", [side]) => matches!(*side, "left" | "right"),
        ("direction", _) => true,
        _ => false,
    };
    let named = property.split('-').any(|word| matches!(word, "left" | "right"));
    takes_sides || named
}

#[test]
fn sides_are_found_however_they_are_written() {
    for physical in [
        "  margin-left: 4px;",
        "padding: 1px 2px 3px 4px;",
        "border-radius: 0 4px 4px 0;",
        "text-align: right;",
        "left: 0;",
    ] {
        assert!(is_physical(physical), "{physical}");
    }
    for logical in [
        "margin-inline-start: 4px;",
        "padding: 1px 2px;",
        "padding: 1px 2px 3px 2px;",
        "padding: 12px calc(1px * 2);",
        "border-radius: 8px;",
        "text-align: end;",
    ] {
        assert!(!is_physical(logical), "{logical}");
    }
}
