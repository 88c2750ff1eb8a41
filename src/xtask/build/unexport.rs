//! Takes exports out of a compiled wasm before anything else reads it, so that the split tool, which keeps only what
//! can be reached, leaves out what they alone kept alive.
//!
//! The bindings macro exports every class of every crate. wasm-streams, which Leptos brings for server functions, has
//! three that let a page read and write Rust's streams; the widget opens none, and each citizen would download them.
//!
//! Works on the bytes, since rewriting the code would spoil the relocations that the split tool needs.

use anyhow::{Context as _, Result};

use super::bytes::{number, push_number, sized};

/// What the names of the classes begin with, as they are exported and as the bindings describe them.
const UNUSED: [&str; 2] = ["intounderlying", "IntoUnderlying"];

const CUSTOM: u8 = 0;
const EXPORTS: u8 = 7;
const HEADER: usize = 8;
const BINDINGS: &[u8] = b"__wasm_bindgen_unstable";

/// The same wasm without these exports.
///
/// # Errors
/// When the bytes are not wasm.
pub(crate) fn unused(wasm: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) =
        wasm.split_at_checked(HEADER).context("the compiled widget is too short to be wasm")?;
    let mut kept = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (content, next) = sized(after)?;
        let content = match id {
            EXPORTS => exports(content)?,
            CUSTOM if sized(content)?.0 == BINDINGS => descriptions(content)?,
            _ => content.to_vec(),
        };
        kept.push(id);
        push_number(&mut kept, content.len())?;
        kept.extend(content);
        rest = next;
    }
    Ok(kept)
}

/// Each entry: a name, the kind in one byte, an index.
fn exports(section: &[u8]) -> Result<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut kept: Vec<&[u8]> = Vec::new();
    for _ in 0..count {
        let (name, after) = sized(rest)?;
        let (_, next) = number(after.get(1..).context("an export ends too early")?)?;
        let entry = rest.get(..rest.len() - next.len()).unwrap_or_default();
        if !is_unused(name) {
            kept.push(entry);
        }
        rest = next;
    }
    let mut section = Vec::new();
    push_number(&mut section, kept.len())?;
    section.extend(kept.concat());
    Ok(section)
}

/// After the section's name, for each use of the macro its schema and its description, each with its length in four
/// bytes before it.
fn descriptions(section: &[u8]) -> Result<Vec<u8>> {
    let (_, mut rest) = sized(section)?;
    let mut kept = section.get(..section.len() - rest.len()).unwrap_or_default().to_vec();
    while !rest.is_empty() {
        let (_, after_schema) = counted(rest)?;
        let (description, next) = counted(after_schema)?;
        if !is_unused(description) {
            kept.extend(rest.get(..rest.len() - next.len()).unwrap_or_default());
        }
        rest = next;
    }
    Ok(kept)
}

/// A length in four bytes, and that many bytes; and what follows.
fn counted(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().context("the bindings end too early")?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length))?).context("the bindings end too early")
}

fn is_unused(bytes: &[u8]) -> bool {
    UNUSED.iter().any(|name| bytes.windows(name.len()).any(|part| part == name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![id];
        push_number(&mut section, content.len()).unwrap();
        section.extend(content);
        section
    }

    fn named(name: &str, tail: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_number(&mut bytes, name.len()).unwrap();
        bytes.extend(name.as_bytes());
        bytes.extend(tail);
        bytes
    }

    #[test]
    fn a_citizen_does_not_download_streams_that_nobody_opens() {
        let describe =
            |text: &str| [&u32::try_from(text.len()).unwrap().to_le_bytes()[..], text.as_bytes()].concat();
        let bindings = |texts: &[&str]| {
            let content = texts
                .iter()
                .flat_map(|text| [describe("schema"), describe(text)].concat())
                .collect::<Vec<_>>();
            section(CUSTOM, &named("__wasm_bindgen_unstable", &content))
        };
        let exports = |names: &[&str]| {
            let mut content = vec![u8::try_from(names.len()).unwrap()];
            content.extend(names.iter().flat_map(|name| named(name, &[0, 0x90, 0x01])));
            section(EXPORTS, &content)
        };
        let long = "x".repeat(300);
        let other = section(10, long.as_bytes());
        let before = [
            b"\0asm\x01\0\0\0".to_vec(),
            exports(&["mount", "intounderlyingsink_close_58", "memory"]),
            other.clone(),
            bindings(&["mount …", "IntoUnderlyingSink …", &long]),
        ];
        let after = [
            b"\0asm\x01\0\0\0".to_vec(),
            exports(&["mount", "memory"]),
            other,
            bindings(&["mount …", &long]),
        ];
        assert_eq!(unused(&before.concat()).unwrap(), after.concat());
    }

    #[test]
    fn the_build_stops_at_a_broken_file() {
        assert!(unused(b"").is_err());
        assert!(unused(b"\0asm\x01\0\0\0\x07\x7f").is_err());
        assert!(unused(b"\0asm\x01\0\0\0\x07\xff\xff\xff\xff\xff\xff").is_err());
    }
}
