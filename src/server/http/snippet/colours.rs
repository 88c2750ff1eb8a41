//! A municipality's own colours: the rule for the site's style sheet, and whether they can be read.

use std::fmt::Write as _;

use glasno_words::{Language, Speak as _, server::Word};
use maud::{Markup, html};

use super::{Asked, colour::Colour};

/// What was typed for one of the two schemes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pair {
    accent: Option<Colour>,
    text: Option<Colour>,
}

/// What was typed that is a colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Colours {
    light: Pair,
    dark: Pair,
}

/// What holds in a scheme where nothing was typed, as `style/tokens.css` has it.
struct Ours {
    accent: Colour,
    text: Colour,
    /// The one of the widget's grounds on which links are read less easily.
    ground: Colour,
}

const LIGHT: Ours =
    Ours { accent: Colour::of(0x17, 0x5c, 0xd3), text: Colour::WHITE, ground: Colour::of(0xf4, 0xf6, 0xfa) };
const DARK: Ours = Ours {
    accent: Colour::of(0x8a, 0xb4, 0xff),
    text: Colour::of(0x0b, 0x12, 0x20),
    ground: Colour::of(0x1a, 0x21, 0x2c),
};

/// A field of the form: its name, what it is called, what holds where it is empty.
pub struct Field<'a> {
    /// As the form names it.
    pub name: &'static str,
    /// As people do.
    pub label: Word,
    /// What was typed.
    pub typed: &'a str,
    /// What holds without it.
    pub ours: String,
}

impl<'a> Field<'a> {
    fn new(name: &'static str, label: Word, typed: Option<&'a String>, ours: Colour) -> Self {
        let typed = typed.map(|typed| typed.trim()).unwrap_or_default();
        Self { name, label, typed, ours: ours.to_string() }
    }

    /// Is what stands there no colour?
    pub fn is_wrong(&self) -> bool {
        !self.typed.is_empty() && self.typed.parse::<Colour>().is_err()
    }
}

/// The four fields, as far as they were filled in.
pub fn fields(asked: &Asked) -> [Field<'_>; 4] {
    [
        Field::new("accent", Word::SnippetAccent, asked.accent.as_ref(), LIGHT.accent),
        Field::new("accent_text", Word::SnippetAccentText, asked.accent_text.as_ref(), LIGHT.text),
        Field::new("dark_accent", Word::SnippetDarkAccent, asked.dark_accent.as_ref(), DARK.accent),
        Field::new(
            "dark_accent_text",
            Word::SnippetDarkAccentText,
            asked.dark_accent_text.as_ref(),
            DARK.text,
        ),
    ]
}

/// The fields and what is to be said of them. Closed where nothing was typed: most sites have a theme and no wish. What is
/// said of them stands outside, where it is seen.
pub fn picker(asked: &Asked, language: Language) -> Markup {
    let fields = fields(asked);
    let is_open = fields.iter().any(|field| !field.typed.is_empty());
    html! {
        details.beside.colours open[is_open] {
            summary { (Word::SnippetColours.text(language)) }
            p.quiet #colours-what { (Word::SnippetColoursWhat.text(language)) }
            div.fields {
                @for field in &fields {
                    div {
                        label for=(field.name) { (field.label.text(language)) }
                        input id=(field.name) name=(field.name) value=(field.typed) placeholder=(field.ours)
                            aria-invalid=[field.is_wrong().then_some("true")] aria-describedby="colours-said colours-what"
                            autocomplete="off" autocapitalize="none" spellcheck="false";
                    }
                }
            }
        }
        div.beside #colours-said role="status" {
            @for field in fields.iter().filter(|field| field.is_wrong()) {
                p.wrong { (Word::SnippetColourWrong.say(language, &[("field", field.label.text(language))])) }
            }
            @for said in Colours::of(asked).said(language) {
                p.wrong[said.is_warning].quiet[!said.is_warning] { (said.words) }
            }
        }
    }
}

impl Colours {
    /// What was typed, as far as it is a colour.
    pub fn of(asked: &Asked) -> Self {
        let [accent, text, dark_accent, dark_text] = fields(asked).map(|field| field.typed.parse().ok());
        Self { light: Pair { accent, text }, dark: Pair { accent: dark_accent, text: dark_text } }
    }

    /// Was nothing picked?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// For the site's own style sheet, which every policy lets the site have; nothing where nothing was picked.
    pub fn rule(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut rule = "glasno-budget {\n".to_owned();
        let both = [
            ("accent", self.light.accent, LIGHT.accent, self.dark.accent, DARK.accent),
            ("accent-contrast", self.light.text, LIGHT.text, self.dark.text, DARK.text),
        ];
        for (name, light, our_light, dark, our_dark) in both {
            if light.is_some() || dark.is_some() {
                let (light, dark) = (light.unwrap_or(our_light), dark.unwrap_or(our_dark));
                // Writing to a string cannot fail.
                let _ = writeln!(rule, "  --glasno-{name}: light-dark({light}, {dark});");
            }
        }
        rule + "}"
    }

    /// What is to be said of them: whether each can be read, and what would do where it cannot.
    pub fn said(&self, language: Language) -> Vec<Said> {
        let schemes = [(self.light, LIGHT, Word::SnippetInLight), (self.dark, DARK, Word::SnippetInDark)];
        let typed = schemes.into_iter().filter(|(pair, ..)| *pair != Pair::default());
        typed.flat_map(|(pair, ours, scheme)| pair.said(&ours, scheme, language)).collect()
    }
}

/// A sentence about colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Does it ask for something?
    pub is_warning: bool,
    /// The sentence.
    pub words: String,
}

impl Pair {
    /// The nearest accent that can be read on the ground, and a text that can be read on that accent: whoever takes both
    /// can read the button.
    fn better(accent: Colour, text: Colour, ours: &Ours) -> (Colour, Colour) {
        let accent = accent.readable_on(ours.ground);
        (accent, if text.contrast(accent) < Colour::ENOUGH { accent.text() } else { text })
    }

    fn said(self, ours: &Ours, scheme: Word, language: Language) -> Vec<Said> {
        let (accent, text) = (self.accent.unwrap_or(ours.accent), self.text.unwrap_or(ours.text));
        let (on_button, on_ground) = (text.contrast(accent), accent.contrast(ours.ground));
        let mut said = Vec::new();
        let mut warn = |word: Word, contrast: f64, on: Colour, better: Colour| {
            let values = [
                ("scheme", scheme.text(language).to_owned()),
                ("ratio", written(contrast, language)),
                ("better", better.to_string()),
                ("enough", written(better.contrast(on), language)),
            ];
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            said.push(Said { is_warning: true, words: word.say(language, &values) });
        };
        let (better, better_text) = Self::better(accent, text, ours);
        let on_better = text.contrast(better);
        if on_better < Colour::ENOUGH {
            warn(Word::SnippetContrastText, on_button.min(on_better), better, better_text);
        }
        if on_ground < Colour::ENOUGH {
            warn(Word::SnippetContrastAccent, on_ground, ours.ground, better);
        }
        if said.is_empty() {
            let (text, accent) = (written(on_button, language), written(on_ground, language));
            let values = [("scheme", scheme.text(language)), ("text", &text), ("accent", &accent)];
            said.push(Said { is_warning: false, words: Word::SnippetContrastGood.say(language, &values) });
        }
        said
    }
}

/// With two decimals, never more than there is: 4.499 is not 4.5.
fn written(contrast: f64, language: Language) -> String {
    let text = format!("{:.2}", (contrast * 100.0).floor() / 100.0);
    if language == Language::Bg { text.replace('.', ",") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = include_str!("../../../../style/tokens.css");

    fn picked(accent: &str, text: &str, dark_accent: &str, dark_text: &str) -> Colours {
        let typed = |text: &str| Some(text.to_owned());
        Colours::of(&Asked {
            accent: typed(accent),
            accent_text: typed(text),
            dark_accent: typed(dark_accent),
            dark_accent_text: typed(dark_text),
            ..Asked::default()
        })
    }

    #[test]
    fn whoever_takes_all_that_is_proposed_can_read_everything() {
        for picked in ["#ffcc00", "#7a1f1f", "#ffffff", "#000000", "#808080", "#00ff00", "#175cd3", "#f79009"]
        {
            for typed_text in ["#ffffff", "#000000", "#808080", picked] {
                let (accent, text) = (picked.parse().unwrap(), typed_text.parse().unwrap());
                for ours in [LIGHT, DARK] {
                    let (accent, text) = Pair::better(accent, text, &ours);
                    let pair = Pair { accent: Some(accent), text: Some(text) };
                    let said = pair.said(&ours, Word::SnippetInLight, Language::En);
                    assert!(said.iter().all(|said| !said.is_warning), "{picked} {typed_text}: {said:?}");
                }
            }
        }
    }

    fn said(colours: Colours) -> Vec<String> {
        colours.said(Language::En).into_iter().map(|said| said.words).collect()
    }

    #[test]
    fn what_holds_without_a_colour_is_what_the_widget_has() {
        for (name, light, dark) in [
            ("accent", LIGHT.accent, DARK.accent),
            ("accent-contrast", LIGHT.text, DARK.text),
            ("surface", LIGHT.ground, DARK.ground),
        ] {
            let default = format!("var(--glasno-{name}, light-dark({light}, {dark}))");
            assert!(TOKENS.contains(&default), "{default}");
        }
    }

    #[test]
    fn a_rule_says_only_what_was_picked_and_leaves_the_other_scheme_ours() {
        assert_eq!(picked("", " ", "", "red").rule(), "");
        assert_eq!(
            picked("#7A1F1F", "", "", "").rule(),
            "glasno-budget {\n  --glasno-accent: light-dark(#7a1f1f, #8ab4ff);\n}"
        );
        assert_eq!(
            picked("#fc0", "#000", "#fd3", "").rule(),
            "glasno-budget {\n  --glasno-accent: light-dark(#ffcc00, #ffdd33);\n  \
             --glasno-accent-contrast: light-dark(#000000, #0b1220);\n}"
        );
    }

    #[test]
    fn a_colour_that_is_hard_to_read_is_answered_with_one_that_is_not() {
        let [text, accent] = &said(picked("#ffcc00", "#000000", "", ""))[..] else {
            panic!("black cannot be read on what is proposed for the accent")
        };
        assert!(text.contains("4.29:1") && text.contains("#ffffff"), "{text}");
        let [_] = &said(picked("#ffcc00", "", "", ""))[..] else { panic!("white can") };
        assert!(accent.contains("1.39:1") && accent.contains("4.5:1"), "{accent}");
        let proposed = accent.split('#').nth(1).unwrap()[..6].parse::<Colour>().unwrap();
        assert!(proposed.contrast(LIGHT.ground) >= Colour::ENOUGH, "{proposed}");
        // Only the text is too weak: the proposal for it is then good.
        let weak = picked("#7a1f1f", "#777777", "", "");
        assert_eq!(said(weak).len(), 1);
        let [good] = &said(picked("#7a1f1f", "#ffffff", "", ""))[..] else { panic!("nothing is too weak") };
        assert!(good.contains("10.") && good.contains("light"), "{good}");
        assert!(
            picked("#7a1f1f", "", "", "").said(Language::Bg)[0].words.contains(','),
            "as Bulgarian writes it"
        );
        // A dark red does in light colours, and not in dark ones.
        let both = said(picked("#7a1f1f", "", "#7a1f1f", ""));
        assert_eq!(both.len(), 2, "{both:?}");
        assert!(both[1..].iter().all(|sentence| sentence.contains("dark")), "{both:?}");
        assert_eq!(said(picked("", "", "", "")), [""; 0]);
    }
}
