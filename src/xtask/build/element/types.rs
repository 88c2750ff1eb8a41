//! The element for whoever writes TypeScript. `glasno-budget.d.ts` has interfaces alone, for the loader is a plain script
//! that exports nothing; `glasno.d.mts` has these and what `glasno.mjs` exports.

use std::fmt::Write as _;

use super::Element;

/// The types as text.
pub(super) fn write(element: &Element, version: &str) -> String {
    let mut text = format!("// <{}>, version {version}.\n\n", element.tag);
    let class = &element.class;
    let mut line = |line: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    };
    line(format!("/** {} */", element.text));
    line(format!("export interface {class} extends HTMLElement {{"));
    for attribute in &element.attributes {
        let Some(property) = &attribute.property else { continue };
        line(format!("  /** {} */", attribute.text));
        line(format!("  {property}: {} | null;", attribute.kind));
    }
    for property in &element.properties {
        let readonly = if property.readonly { "readonly " } else { "" };
        line(format!("  /** {} */", property.text));
        line(format!("  {readonly}{}: {};", property.name, property.kind));
    }
    for method in &element.methods {
        line(format!("  /** {} */", method.text));
        line(format!("  {}({}): {};", method.name, method.parameters, method.returns));
    }
    line("}".to_owned());
    line(format!(
        "\n/** What {class} tells: totals and states, never an answer or a code. All of it bubbles. */"
    ));
    line(format!("export interface {class}EventMap {{"));
    for event in &element.events {
        line(format!("  /** {} */", event.told()));
        line(format!("  '{}': CustomEvent<{}>;", event.name, event.detail));
    }
    line("}".to_owned());
    line("\ndeclare global {".to_owned());
    line("  interface HTMLElementTagNameMap {".to_owned());
    line(format!("    '{}': {class};", element.tag));
    line("  }".to_owned());
    // What elements, documents and windows hear is made of this one.
    line("  interface GlobalEventHandlersEventMap {".to_owned());
    for event in &element.events {
        line(format!("    '{0}': {class}EventMap['{0}'];", event.name));
    }
    line("  }".to_owned());
    line("}".to_owned());
    text
}

/// The types of the module as text.
pub(super) fn write_module(element: &Element, version: &str) -> String {
    let mut text =
        format!("// glasno.mjs, version {version}.\n\nexport type * from './glasno-budget.d.ts';\n");
    for function in &element.functions {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n/** {} */\nexport declare function {}({}): {};",
            function.text, function.name, function.parameters, function.returns
        );
    }
    text
}
