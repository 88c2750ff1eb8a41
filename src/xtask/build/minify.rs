//! Shortens the JavaScript that every citizen downloads; what it does stays the same.

use anyhow::{Result, bail};
use oxc::{
    allocator::Allocator,
    codegen::{Codegen, CodegenOptions},
    minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions},
    parser::Parser,
    span::SourceType,
};

/// How a file is read by the browser.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Also by a plain `<script>`.
    Script,
    /// As a module.
    Module,
}

/// The source with short names and without what only people need.
///
/// # Errors
/// Where the source is not JavaScript, with the first place.
pub(crate) fn minify(source: &str, kind: Kind) -> Result<String> {
    let allocator = Allocator::default();
    let source_type = match kind {
        Kind::Script => SourceType::script(),
        Kind::Module => SourceType::mjs(),
    };
    let parsed = Parser::new(&allocator, source, source_type).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("the JavaScript cannot be read: {error:?}");
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        compress: Some(CompressOptions::smallest()),
        mangle_properties: None,
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let code = Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping);
    Ok(code.build(&program).code)
}

#[cfg(test)]
mod tests {
    use super::{Kind, minify};

    #[test]
    fn citizens_download_no_comment_and_no_long_name() {
        let source = "(() => {\n  // why\n  const remaining = f();\n  g(remaining + 1, remaining);\n})();";
        let minified = minify(source, Kind::Script).unwrap();
        assert!(!minified.contains("why") && !minified.contains("remaining"), "{minified}");
    }

    #[test]
    fn what_is_no_javascript_stops_the_build() {
        assert!(minify("let = ;", Kind::Module).is_err());
    }
}
