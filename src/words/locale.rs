//! Writes the widget's sentences in one language to standard output, as the JSON array that the widget fetches.
//! Without a language it lists the languages there are, one a line.

use std::io::Write as _;

use glasno_words::{Language, widget_array};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let Some(tag) = std::env::args().nth(1) else {
        return Language::ALL.iter().try_for_each(|language| writeln!(out, "{}", language.tag()));
    };
    let Some(language) = Language::from_tag(&tag) else {
        return Err(std::io::Error::other(format!("there are no words in “{tag}”")));
    };
    serde_json::to_writer(&mut out, widget_array(language).as_slice())?;
    writeln!(out)
}
