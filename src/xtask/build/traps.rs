//! Takes out of the compiled widget what leads to nothing but a panic's message.
//!
//! In a browser a panic is a trap: the standard library writes its message to a standard error that is not there, so
//! no citizen and no developer ever reads it. What formats it would still be a tenth of what every citizen downloads.
//! The loader shows the plain link where a trap comes, with or without a message.
//!
//! Works on the bytes and keeps every length, since the split tool needs the relocations: it leaves out whatever is no
//! longer reached.

use std::{collections::BTreeSet, ops::Range};

use anyhow::{Context as _, Result};
use wasmparser::{FunctionBody, KnownCustom, Name, Operator, Parser, Payload};

use super::bytes::{number, push_number, sized};

/// The standard library's functions that end in a panic, as they stand in mangled names. Only those that never return
/// are taken; [`never_returns`] looks.
const PANICS: [&str; 17] = [
    "9panicking",
    "begin_panic",
    "rust_begin_unwind",
    "rust_panic",
    "rust_oom",
    "rust_alloc_error_handler",
    "handle_alloc_error",
    "alloc7raw_vec12handle_error",
    "capacity_overflow",
    "expect_failed",
    "unwrap_failed",
    "assert_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "panic_already",
    "panic_access_error",
];

const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const CUSTOM: u8 = 0;
/// The kinds of relocations after which stands what is added to the address.
const HAS_ADDEND: [u8; 14] = [3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25];

/// The same wasm, where each way to a panic's message ends in a trap at once.
///
/// # Errors
/// When the bytes are not wasm, or lack the names and relocations that the compiler is asked for.
pub(crate) fn instead_of_messages(wasm: &[u8]) -> Result<Vec<u8>> {
    let compiled = Compiled::read(wasm)?;
    let mut traps: BTreeSet<u32> = compiled.panics()?;
    let mut cuts = Vec::new();
    // A function that only calls one of these becomes one of them.
    loop {
        let before = traps.len();
        cuts.clear();
        for (at, body) in (compiled.imported..).zip(&compiled.bodies) {
            if traps.contains(&at) {
                continue;
            }
            let ways = ways_to_trap(body, &traps)?;
            let starts_with = |way: &Range<usize>| code_start(body).is_ok_and(|start| start == way.start);
            if ways.first().is_some_and(starts_with) {
                traps.insert(at);
            }
            cuts.extend(ways);
        }
        if traps.len() == before {
            break;
        }
    }
    let mut trapping = wasm.to_vec();
    for cut in &cuts {
        overwrite(&mut trapping, cut.clone());
    }
    for trap in &traps {
        let body =
            compiled.bodies.get((trap - compiled.imported) as usize).context("a function without body")?;
        let code = code_start(body)?..place(body.range().end)? - 1;
        overwrite(&mut trapping, code.clone());
        cuts.push(code);
    }
    cuts.sort_by_key(|cut| cut.start);
    without_relocations(&trapping, compiled.code_start, &cuts)
}

/// What is looked at in the compiled wasm.
struct Compiled<'a> {
    /// How many functions come from the browser; their numbers come first.
    imported: u32,
    bodies: Vec<FunctionBody<'a>>,
    /// Where the section with the code begins, from which relocations are counted.
    code_start: usize,
    /// The functions' mangled names.
    names: Vec<(u32, &'a str)>,
}

impl<'a> Compiled<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut compiled = Self { imported: 0, bodies: Vec::new(), code_start: 0, names: Vec::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.context("the compiled widget is not wasm")? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        compiled.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => compiled.code_start = place(range.start)?,
                Payload::CodeSectionEntry(body) => compiled.bodies.push(body),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for part in names {
                            if let Name::Function(functions) = part? {
                                for naming in functions {
                                    let naming = naming?;
                                    compiled.names.push((naming.index, naming.name));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(compiled)
    }

    fn panics(&self) -> Result<BTreeSet<u32>> {
        let mut found = BTreeSet::new();
        for (function, name) in &self.names {
            let body = function.checked_sub(self.imported).and_then(|at| self.bodies.get(at as usize));
            let Some(body) = body.filter(|_| PANICS.iter().any(|panic| name.contains(panic))) else {
                continue;
            };
            if never_returns(body)? {
                found.insert(*function);
            }
        }
        Ok(found)
    }
}

fn code_start(body: &FunctionBody<'_>) -> Result<usize> {
    place(body.get_operators_reader()?.original_position())
}

fn place(offset: u64) -> Result<usize> {
    Ok(usize::try_from(offset)?)
}

/// Does a function end in a trap, without a way out before?
fn never_returns(body: &FunctionBody<'_>) -> Result<bool> {
    let mut depth = 0_u32;
    let mut last_is_trap = false;
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let operator = operators.read()?;
        let leaves = match &operator {
            Operator::Return => true,
            Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => *relative_depth == depth,
            Operator::BrTable { targets } => {
                let mut all = targets.targets().collect::<Result<Vec<_>, _>>()?;
                all.push(targets.default());
                all.contains(&depth)
            }
            _ => false,
        };
        if leaves {
            return Ok(false);
        }
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
            Operator::End if depth == 0 => return Ok(last_is_trap),
            Operator::End => depth -= 1,
            _ => {}
        }
        last_is_trap = matches!(operator, Operator::Unreachable);
    }
    Ok(false)
}

/// Where a function only gets ready to call one of `traps`, from the last fork of the way to behind the call. What is
/// stored on such a way is seen by nobody.
fn ways_to_trap(body: &FunctionBody<'_>, traps: &BTreeSet<u32>) -> Result<Vec<Range<usize>>> {
    let mut ways = Vec::new();
    let mut operators = body.get_operators_reader()?;
    let mut straight_since = place(operators.original_position())?;
    while !operators.eof() {
        let operator = operators.read()?;
        let after = place(operators.original_position())?;
        match operator {
            Operator::Call { function_index } if traps.contains(&function_index) => {
                ways.push(straight_since..after);
                straight_since = after;
            }
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable
            | Operator::Call { .. }
            | Operator::CallIndirect { .. } => straight_since = after,
            _ => {}
        }
    }
    Ok(ways)
}

fn overwrite(wasm: &mut [u8], cut: Range<usize>) {
    if let Some((first, rest)) = wasm.get_mut(cut).and_then(<[u8]>::split_first_mut) {
        *first = UNREACHABLE;
        rest.fill(NOP);
    }
}

/// Leaves out the relocations of what was cut.
fn without_relocations(wasm: &[u8], code_start: usize, cuts: &[Range<usize>]) -> Result<Vec<u8>> {
    let (header, mut rest) =
        wasm.split_at_checked(8).context("the compiled widget is too short to be wasm")?;
    let mut kept = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (content, next) = sized(after)?;
        let is_relocation = id == CUSTOM && sized(content)?.0 == b"reloc.CODE";
        let content = if is_relocation { relocations(content, code_start, cuts)? } else { content.to_vec() };
        kept.push(id);
        push_number(&mut kept, content.len())?;
        kept.extend(content);
        rest = next;
    }
    Ok(kept)
}

/// After the section's name and the number of the section it is about, for each relocation its kind in one byte, its
/// place, a symbol and, where an address is meant, what is added to it.
fn relocations(section: &[u8], code_start: usize, cuts: &[Range<usize>]) -> Result<Vec<u8>> {
    let (_, rest) = sized(section)?;
    let (_, rest) = number(rest)?;
    let mut kept = section.get(..section.len() - rest.len()).unwrap_or_default().to_vec();
    let (count, mut rest) = number(rest)?;
    let mut entries: Vec<&[u8]> = Vec::new();
    for _ in 0..count {
        let (kind, after) = rest.split_first().context("the relocations end too early")?;
        let (place, after) = number(after)?;
        let (_, after) = number(after)?;
        let next = if HAS_ADDEND.contains(kind) { number(after)?.1 } else { after };
        let place = code_start + place;
        let at = cuts.partition_point(|cut| cut.end <= place);
        if cuts.get(at).is_none_or(|cut| place < cut.start) {
            entries.push(rest.get(..rest.len() - next.len()).unwrap_or_default());
        }
        rest = next;
    }
    push_number(&mut kept, entries.len())?;
    kept.extend(entries.concat());
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `call`, with its function in the five bytes that the linker leaves room for.
    fn call(function: u8) -> Vec<u8> {
        vec![0x10, 0x80 | function, 0x80, 0x80, 0x80, 0x00]
    }

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![id];
        push_number(&mut section, content.len()).unwrap();
        section.extend(content);
        section
    }

    fn named(name: &str, content: &[u8]) -> Vec<u8> {
        section(CUSTOM, &[&[u8::try_from(name.len()).unwrap()], name.as_bytes(), content].concat())
    }

    /// Functions that take and give nothing, after one of the browser's; each call has a relocation.
    fn compiled(functions: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let count = u8::try_from(functions.len()).unwrap();
        let (mut code, mut names, mut relocations) = (vec![count], vec![count], Vec::new());
        for (number, (name, body)) in (1_u8..).zip(functions) {
            code.push(u8::try_from(body.len()).unwrap() + 2);
            code.push(0);
            for at in
                body.windows(6).enumerate().filter(|(_, six)| six[0] == 0x10 && six[5] == 0).map(|(at, _)| at)
            {
                relocations.push(vec![0, u8::try_from(code.len() + at + 1).unwrap(), 7]);
            }
            code.extend(body);
            code.push(0x0b);
            names.extend([number, u8::try_from(name.len()).unwrap()]);
            names.extend(name.as_bytes());
        }
        let count_of_relocations = u8::try_from(relocations.len()).unwrap();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 0x60, 0, 0]),
            section(2, &[1, 1, b'a', 1, b'b', 0, 0]),
            section(3, &[&[count][..], &vec![0; functions.len()]].concat()),
            section(10, &code),
            named("reloc.CODE", &[&[3, count_of_relocations][..], &relocations.concat()].concat()),
            named("name", &section(1, &names)),
        ]
        .concat()
    }

    fn after(functions: &[(&str, Vec<u8>)]) -> (Vec<Vec<u8>>, usize) {
        let trapping = instead_of_messages(&compiled(functions)).unwrap();
        let read = Compiled::read(&trapping).unwrap();
        let code = |body: &FunctionBody| body.as_bytes()[1..].to_vec();
        let entries = trapping.windows(10).position(|name| name == b"reloc.CODE").unwrap();
        (read.bodies.iter().map(code).collect(), trapping[entries + 11].into())
    }

    fn trap(length: usize) -> Vec<u8> {
        [&[UNREACHABLE][..], &vec![NOP; length - 1], &[0x0b]].concat()
    }

    const PANIC: &str = "_RNvNtCs_4core9panicking9panic_fmt";

    #[test]
    fn a_panic_ends_in_a_trap_and_its_message_is_not_reached() {
        let panic = (PANIC, [call(0), vec![UNREACHABLE]].concat());
        // if (condition) { prepare; panic } return
        let get_ready = vec![0x41, 0x05, 0x1a];
        let fork =
            [vec![0x41, 0x00, 0x04, 0x40], get_ready, call(1), vec![UNREACHABLE, 0x0b], call(0)].concat();
        let (bodies, relocations) = after(&[panic, ("careful", fork)]);
        assert_eq!(bodies[0], trap(7));
        let expected =
            [&[0x41, 0x00, 0x04, 0x40][..], &trap(9)[..9], &[UNREACHABLE, 0x0b], &call(0), &[0x0b]];
        assert_eq!(bodies[1], expected.concat());
        assert_eq!(relocations, 1, "only the last call is left");
    }

    #[test]
    fn who_only_calls_a_panic_is_one() {
        let panic = (PANIC, vec![NOP, UNREACHABLE]);
        let helper = ("helper", [call(1), vec![UNREACHABLE]].concat());
        let caller = ("caller", [call(0), call(2), vec![UNREACHABLE]].concat());
        let (bodies, relocations) = after(&[panic, helper, caller]);
        assert_eq!(bodies[1], trap(7));
        assert_eq!(bodies[2], [&call(0)[..], &trap(6)[..6], &[UNREACHABLE, 0x0b]].concat());
        assert_eq!(relocations, 1);
    }

    #[test]
    fn what_is_named_alike_but_returns_stays() {
        let counts = ("_RNvNtCs_3std9panicking11panic_count", [call(0), vec![NOP]].concat());
        let leaves = ("_RNvNtCs_3std9panicking9may_panic", vec![0x41, 0x00, 0x0d, 0x00, UNREACHABLE]);
        let (bodies, relocations) = after(&[counts.clone(), leaves.clone()]);
        assert_eq!(bodies, [[counts.1, vec![0x0b]].concat(), [leaves.1, vec![0x0b]].concat()]);
        assert_eq!(relocations, 1);
    }

    #[test]
    fn the_build_stops_at_a_broken_file() {
        assert!(instead_of_messages(b"").is_err());
        assert!(instead_of_messages(b"\0asm\x01\0\0\0\x0a\x7f").is_err());
    }
}
