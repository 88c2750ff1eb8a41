//! Puts functions that are alike beside each other, and those that are the same into one. The linker's order follows
//! the sources; a compressor, which refers to what it has just seen with fewer bits than to what is far away, saves a
//! thirtieth by this one.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::{
    CodeSection, ElementSection, FunctionSection, Module,
    reencode::{self, Reencode},
};
use wasmparser::{
    CodeSectionReader, Element, ElementItems, ElementKind, ElementSectionReader, FunctionBody,
    FunctionSectionReader, Operator, Parser, Payload,
};

use super::twins;

/// Functions are alike as far as they share sequences of so many bytes.
const BYTES: usize = 4;
/// A sequence that more functions than this have says nothing about them.
const COMMON: usize = 300;

/// The same wasm with its functions in another order. Pointers to functions are places of the table, so two that become
/// one can still be told apart.
///
/// # Errors
/// When the bytes are not wasm.
pub(super) fn by_likeness(wasm: &[u8]) -> Result<Vec<u8>> {
    let functions = Functions::read(wasm)?;
    let kept = twins::one_of_each(&functions);
    let order = chain(&functions, &kept);
    let mut place = vec![0; kept.len()];
    for (new, old) in (functions.imported..).zip(&order) {
        place[*old] = new;
    }
    let place = kept.iter().map(|kept| place[*kept]).collect();
    let mut module = Module::new();
    Reorder { imported: functions.imported, order, place }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| anyhow!("cannot write the functions in another order: {error}"))?;
    Ok(module.finish())
}

/// The functions that a wasm defines.
pub(super) struct Functions {
    /// How many come from elsewhere; their numbers come first.
    pub(super) imported: u32,
    /// The number of each function's type.
    pub(super) types: Vec<u32>,
    /// Each function's bytes, without the numbers of those that it calls: these change with the order.
    pub(super) codes: Vec<Vec<u8>>,
    /// The numbers of those that it calls.
    pub(super) calls: Vec<Vec<u32>>,
}

impl Functions {
    fn read(wasm: &[u8]) -> Result<Self> {
        let mut read = Self { imported: 0, types: Vec::new(), codes: Vec::new(), calls: Vec::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.context("the widget is not wasm")? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        read.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    read.types = types.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => {
                    let (code, calls) = code(&body)?;
                    read.codes.push(code);
                    read.calls.push(calls);
                }
                _ => {}
            }
        }
        Ok(read)
    }
}

fn code(body: &FunctionBody<'_>) -> Result<(Vec<u8>, Vec<u32>)> {
    let (bytes, begins) = (body.as_bytes(), body.range().start);
    let (mut code, mut calls) = (Vec::with_capacity(bytes.len()), Vec::new());
    let mut copied = 0;
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let at = usize::try_from(operators.original_position() - begins)?;
        if let Operator::Call { function_index } = operators.read()? {
            calls.push(function_index);
            code.extend(bytes.get(copied..=at).unwrap_or_default());
            copied = usize::try_from(operators.original_position() - begins)?;
        }
    }
    code.extend(bytes.get(copied..).unwrap_or_default());
    Ok((code, calls))
}

/// Begins with the longest function and goes on with the one most like the last; where none is like it, with the first
/// that is left, by type and bytes.
fn chain(functions: &Functions, kept: &[usize]) -> Vec<usize> {
    let codes = &functions.codes;
    let is_kept = |function: &usize| kept[*function] == *function;
    let sequences: Vec<BTreeSet<&[u8]>> = codes.iter().map(|code| code.windows(BYTES).collect()).collect();
    let mut having: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (function, sequences) in sequences.iter().enumerate().filter(|(function, _)| is_kept(function)) {
        for sequence in sequences {
            having.entry(sequence).or_default().push(function);
        }
    }
    having.retain(|_, functions| functions.len() <= COMMON);
    let mut others: Vec<usize> = (0..codes.len()).filter(is_kept).collect();
    others.sort_by_key(|function| (functions.types.get(*function), &codes[*function]));
    let mut others = others.into_iter();
    let mut is_left = vec![true; codes.len()];
    let mut order = Vec::with_capacity(codes.len());
    let mut next = (0..codes.len()).filter(is_kept).max_by_key(|function| codes[*function].len());
    while let Some(last) = next {
        is_left[last] = false;
        order.push(last);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let like_last = sequences[last].iter().filter_map(|sequence| having.get(sequence)).flatten();
        for function in like_last.filter(|function| is_left[**function]) {
            *shared.entry(*function).or_default() += 1;
        }
        // Shared sequences in a thousand of all that the two have.
        let likeness = |(function, shared): &(usize, usize)| {
            1000 * shared / (sequences[last].len() + sequences[*function].len() - shared)
        };
        next = shared
            .into_iter()
            .rev()
            .max_by_key(likeness)
            .map(|(function, _)| function)
            .or_else(|| others.find(|function| is_left[*function]));
    }
    order
}

/// Writes a wasm anew with its functions in another order.
struct Reorder {
    imported: u32,
    /// Which function comes next, by its old place.
    order: Vec<usize>,
    /// The new number of each function, by its old place.
    place: Vec<u32>,
}

/// Is it written into the table when the wasm starts, and nothing but nulls?
fn is_nothing(element: &Element<'_>) -> Result<bool, reencode::Error> {
    let (ElementKind::Active { .. }, ElementItems::Expressions(_, items)) = (&element.kind, &element.items)
    else {
        return Ok(false);
    };
    for item in items.clone() {
        if !matches!(item?.get_operators_reader().read()?, Operator::RefNull { .. }) {
            return Ok(false);
        }
    }
    Ok(true)
}

type Written = Result<(), reencode::Error>;

impl Reencode for Reorder {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        let defined = function.checked_sub(self.imported).and_then(|at| self.place.get(at as usize));
        Ok(defined.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        written: &mut FunctionSection,
        read: FunctionSectionReader<'_>,
    ) -> Written {
        let types = read.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in &self.order {
            written.function(types[*old]);
        }
        Ok(())
    }

    /// The split tool fills the table's places for the parts with nothing, which is what stands there anyway.
    fn parse_element_section(
        &mut self,
        written: &mut ElementSection,
        read: ElementSectionReader<'_>,
    ) -> Written {
        for element in read {
            let element = element?;
            if !is_nothing(&element)? {
                self.parse_element(written, element)?;
            }
        }
        Ok(())
    }

    fn parse_code_section(&mut self, written: &mut CodeSection, read: CodeSectionReader<'_>) -> Written {
        let mut bodies = read.into_iter().map(|body| body.map(Some)).collect::<Result<Vec<_>, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies[old].take() {
                self.parse_function_body(written, body)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, ImportSection, TypeSection};

    /// A function that puts numbers onto the stack and takes them off again, and then calls others.
    fn function(numbers: std::ops::Range<i32>, calls: &[u32]) -> Function {
        let mut function = Function::new([]);
        let mut write = function.instructions();
        for number in numbers {
            write.i32_const(number).drop();
        }
        for called in calls {
            write.call(*called);
        }
        write.end();
        function
    }

    fn compiled(functions: &[Function]) -> Vec<u8> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("a", "b", wasm_encoder::EntityType::Function(0));
        let (mut kinds, mut exports, mut code) =
            (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for (number, function) in (1..).zip(functions) {
            kinds.function(0);
            exports.export(&format!("f{number}"), ExportKind::Func, number);
            code.function(function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&kinds).section(&exports).section(&code);
        module.finish()
    }

    /// What each export leads to: its bytes without the numbers that it calls, and the bytes of what it calls.
    fn reached(wasm: &[u8]) -> BTreeMap<String, (Vec<u8>, Vec<Vec<u8>>)> {
        let functions = Functions::read(wasm).unwrap();
        let of = |number: u32| match number.checked_sub(functions.imported) {
            Some(at) => functions.codes[at as usize].clone(),
            None => b"imported".to_vec(),
        };
        let (mut exports, mut calls) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(read) => {
                    exports.extend(
                        read.into_iter().map(Result::unwrap).map(|export| (export.name, export.index)),
                    );
                }
                Payload::CodeSectionEntry(body) => {
                    let called = body.get_operators_reader().unwrap().into_iter().map(Result::unwrap);
                    let called = called.filter_map(|operator| match operator {
                        Operator::Call { function_index } => Some(of(function_index)),
                        _ => None,
                    });
                    calls.push(called.collect::<Vec<_>>());
                }
                _ => {}
            }
        }
        let reach = |(name, number): (&str, u32)| {
            (name.to_owned(), (of(number), calls[(number - functions.imported) as usize].clone()))
        };
        exports.into_iter().map(reach).collect()
    }

    #[test]
    fn functions_that_are_alike_stand_beside_each_other_and_call_the_same_as_before() {
        let first = function(0..20, &[0, 4]);
        let others = [function(40..50, &[1]), function(1000..1009, &[2, 2]), function(3..20, &[3, 0])];
        let before = compiled(&[&[first.clone()][..], &others].concat());
        let after = by_likeness(&before).unwrap();
        assert_eq!(reached(&after), reached(&before));
        let codes = Functions::read(&after).unwrap().codes;
        assert_eq!(codes[..2], [0, 3].map(|at| Functions::read(&before).unwrap().codes[at].clone()));
    }

    #[test]
    fn a_citizen_does_not_download_a_function_twice() {
        let before = compiled(&[
            function(0..9, &[3]),
            function(0..9, &[4]),
            function(5..9, &[0]),
            function(5..9, &[0]),
        ]);
        let after = by_likeness(&before).unwrap();
        assert_eq!(reached(&after), reached(&before));
        assert_eq!(Functions::read(&after).unwrap().codes.len(), 2);
    }

    #[test]
    fn the_order_is_the_same_each_time() {
        let functions: Vec<Function> = (0..40).map(|at| function(at % 7..at % 7 + 9, &[0])).collect();
        let compiled = compiled(&functions);
        assert_eq!(by_likeness(&compiled).unwrap(), by_likeness(&compiled).unwrap());
    }

    #[test]
    fn the_build_stops_at_a_broken_file() {
        assert!(by_likeness(b"\0asm\x01\0\0\0\x0a\x7f").is_err());
    }
}
