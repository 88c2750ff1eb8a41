//! `ELEMENT.md`, for people.

use std::fmt::Write as _;

use super::{Element, Named};

/// The page as text.
pub(super) fn write(element: &Element) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    };
    line(&format!("# `<{}>`\n", element.tag));
    line(
        "<!-- Made from element.toml; GLASNO_RENEW_GOLDEN=1 cargo test -p glasno-xtask makes it anew. -->\n",
    );
    line(&format!("{}\n", element.text));
    line(
        "Each version's loader has [`custom-elements.json`](https://custom-elements-manifest.open-wc.org) and",
    );
    line(
        "`glasno-budget.d.ts` beside it: `/w/VERSION/custom-elements.json`, `/w/VERSION/glasno-budget.d.ts`.\n",
    );

    line("## As a module\n");
    line(
        "`/w/VERSION/glasno.mjs`, and `/w/v1/glasno.mjs` for the newest, is the loader for bundlers; its types are in",
    );
    line("`glasno.d.mts` beside it. To import it does nothing, on a server that draws pages neither.\n");
    line("| | |");
    line("|---|---|");
    for function in &element.functions {
        line(&format!("| `{}({})` | {} |", function.name, cell(&function.parameters), cell(&function.text)));
    }
    line(
        "\nUnder another name the form `<div data-glasno-budget=\"ADDRESS\">` stays as it is, and a policy that lists\n\
         `trusted-types` needs that name.\n",
    );

    line("## Attributes\n");
    line(
        "In the form `<div data-glasno-budget=\"ADDRESS\">` each of them but `lang` begins with `data-`. Whatever the page",
    );
    line("changes takes effect at once.\n");
    line("| attribute | values | unless set | |");
    line("|---|---|---|---|");
    for attribute in &element.attributes {
        let default = attribute.default.as_deref().unwrap_or("must be there");
        let kind = cell(&attribute.kind.replace('\'', ""));
        line(&format!("| `{}` | {kind} | {} | {} |", attribute.name, cell(default), cell(&attribute.text)));
    }

    line("\n## Properties and methods\n");
    let reflected = element.attributes.iter().filter_map(|attribute| attribute.property.as_deref());
    let reflected: Vec<String> = reflected.map(|name| format!("`{name}`")).collect();
    line(&format!("{} reflect their attributes. Beside them:\n", reflected.join(", ")));
    line("| | |");
    line("|---|---|");
    for property in &element.properties {
        let kind = cell(&property.kind);
        line(&format!("| `{}`: `{kind}` | {} |", property.name, cell(&property.text)));
    }
    for method in &element.methods {
        line(&format!("| `{}({})` | {} |", method.name, cell(&method.parameters), cell(&method.text)));
    }

    line("\n## Events\n");
    line(
        "On the element, bubbling and composed. **No event ever carries an answer, a comment or the receipt code.**\n",
    );
    line("| event | `detail` | |");
    line("|---|---|---|");
    for event in &element.events {
        line(&format!("| `{}` | `{}` | {} |", event.name, cell(&event.detail), cell(&event.told())));
    }

    line("\n## Custom properties\n");
    line(
        "Set on the element or around it. In a frame only light or dark carries over, not the font or these colours and sizes.\n",
    );
    table(&element.css, "custom property", &mut line);
    line("\n## Parts\n");
    line("For `glasno-budget::part(…)`; only where it runs in the page.\n");
    table(&element.parts, "part", &mut line);
    line("\n## States\n");
    let states: Vec<String> = element.states().iter().map(|state| format!("`{state}`")).collect();
    line(&format!("As `glasno-budget:state(…)` and `[data-state=\"…\"]`: {}.", states.join(", ")));
    line("\n## Slots\n");
    for slot in &element.slots {
        let name = if slot.name.is_empty() { "The default one" } else { &slot.name };
        line(&format!("- {name}: {}", slot.text));
    }
    text
}

fn table(list: &[Named], title: &str, line: &mut impl FnMut(&str)) {
    let has_defaults = list.iter().any(|one| one.default.is_some());
    line(&if has_defaults {
        format!("| {title} | unless set | |\n|---|---|---|")
    } else {
        format!("| {title} | |\n|---|---|")
    });
    for one in list {
        let default = one.default.as_deref().map(|default| format!("`{default}`")).unwrap_or_default();
        let default = if has_defaults { format!(" {default} |") } else { String::new() };
        line(&format!("| `{}` |{default} {} |", one.name, cell(&one.text)));
    }
}

/// A bar would begin the next column.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
