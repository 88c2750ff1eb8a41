//! Takes out of the main wasm and its glue what nothing calls, and shortens the names through which they know each
//! other. The bindings tool exports every class of every crate, used or not, and names each import with a hash.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use walrus::{ExportItem, Module, ModuleConfig};

use super::{
    glue::Glue,
    javascript,
    wasm::{LINK_FILE, Parts},
};

mod order;
mod twins;

/// The bindings' side as the wasm imports it.
const BINDINGS: &str = "./glasno_bg.js";
/// What [`super::join`] calls by name.
const CALLED_BY_NAME: [&str; 3] = ["mount", "memory", "__wbindgen_start"];

/// The same parts, smaller.
///
/// # Errors
/// When a part is not wasm, or the glue is not of the shape that the pinned tool writes.
pub(crate) fn slim(parts: Parts) -> Result<Parts> {
    let mut module = parse(&parts.main)?;
    let mut glue = Glue::parse(&parts.glue)?;
    // Each round can free more: a class its exports, these an import, that a helper of the glue.
    loop {
        let before = (module.exports.iter().count(), module.imports.iter().count(), glue.len());
        glue.keep_used(&["mount"]);
        let called =
            glue.words().chain(javascript::words(&parts.link)).chain(CALLED_BY_NAME).collect::<BTreeSet<_>>();
        let uncalled: Vec<_> = module
            .exports
            .iter()
            .filter(|export| !called.contains(export.name.as_str()))
            .map(walrus::Export::id)
            .collect();
        drop(called);
        for export in uncalled {
            module.exports.delete(export);
        }
        walrus::passes::gc::run(&mut module);
        let imported: BTreeSet<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        glue.keep_imports(&imported);
        if before == (module.exports.iter().count(), module.imports.iter().count(), glue.len()) {
            break;
        }
    }
    let glue = glue.text();
    let short = short_names(&module, &[&glue, &parts.link]);
    for import in module.imports.iter_mut() {
        if let Some(name) = short.get(&import.name) {
            import.name.clone_from(name);
        }
        import.module = short_module(&import.module).to_owned();
    }
    for export in module.exports.iter_mut() {
        if let Some(name) = short.get(&export.name) {
            export.name.clone_from(name);
        }
    }
    let rename = |source: &str| javascript::rename(source, |word| short.get(word).cloned());
    let quoted = |module: &str| format!("\"{module}\":");
    let mut glue = rename(&glue);
    for module in [BINDINGS, LINK_FILE] {
        glue = glue.replace(&quoted(module), &quoted(short_module(module)));
    }
    let lazy = parts.lazy.into_iter().map(|(name, bytes)| Ok((name, emit(parse(&bytes)?)?)));
    Ok(Parts { main: emit(module)?, link: rename(&parts.link), glue, lazy: lazy.collect::<Result<_>>()? })
}

fn short_module(module: &str) -> &str {
    match module {
        BINDINGS => "a",
        LINK_FILE => "b",
        other => other,
    }
}

/// `$a`, `$b`, … for each name between the two that nobody else reads.
fn short_names(module: &Module, sources: &[&str]) -> BTreeMap<String, String> {
    let imports = module.imports.iter().map(|import| &import.name);
    let functions = module.exports.iter().filter(|export| matches!(export.item, ExportItem::Function(_)));
    let exports =
        functions.map(|export| &export.name).filter(|name| !CALLED_BY_NAME.contains(&name.as_str()));
    let names: BTreeSet<&String> = imports.chain(exports).collect();
    let taken: BTreeSet<&str> = sources.iter().flat_map(|source| javascript::words(source)).collect();
    let mut free = (0..)
        .map(|number| format!("${}", javascript::letters(number)))
        .filter(|name| !taken.contains(name.as_str()));
    names.into_iter().map(|name| (name.clone(), free.next().unwrap_or_default())).collect()
}

fn parse(bytes: &[u8]) -> Result<Module> {
    ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(bytes)
        .context("cannot read what the bindings tool wrote")
}

/// The sections that only tools read stay behind.
fn emit(mut module: Module) -> Result<Vec<u8>> {
    let sections: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    for section in sections {
        module.customs.delete(section);
    }
    order::by_likeness(&module.emit_wasm())
}
