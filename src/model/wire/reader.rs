//! A small pull reader of JSON (RFC 8259).

/// Reads JSON from the front.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// What can be read from JSON. Nothing where something else stands there.
pub trait FromJson: Sized {
    /// Reads one value.
    fn from_json(reader: &mut Reader<'_>) -> Option<Self>;
}

impl<'a> Reader<'a> {
    /// A reader at the front of a text.
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Is everything read?
    pub fn end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Reads an object; `field` gets each name and must read or [`skip`](Self::skip) its value.
    pub fn object(&mut self, field: &mut dyn FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.sequence(b'{', b'}', &mut |reader| {
            let name = reader.string()?;
            reader.expect(b':')?;
            field(&name, reader)
        })
    }

    /// Reads an array; `item` must read each of its values.
    pub fn array(&mut self, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.sequence(b'[', b']', item)
    }

    /// Reads a text.
    pub fn string(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut read = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
            read.push_str(self.text.get(self.at..self.at + plain)?);
            self.at += plain + 1;
            match rest.get(plain)? {
                b'"' => return Some(read),
                b'\\' => read.push(self.escape()?),
                _ => return None,
            }
        }
    }

    /// Reads a whole number. A fraction or an exponent is no whole number.
    pub fn integer(&mut self) -> Option<i64> {
        self.peek()?;
        let rest = self.text.get(self.at..)?;
        let length =
            rest.bytes().take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let number = rest.get(..length.count())?;
        self.at += number.len();
        if number.starts_with('+') { None } else { number.parse().ok() }
    }

    /// Is the next value `null`? Then it is read.
    pub fn null(&mut self) -> bool {
        let null = self.peek() == Some(b'n')
            && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("null"));
        if null {
            self.at += 4;
        }
        null
    }

    /// Passes over one value of any kind.
    pub fn skip(&mut self) -> Option<()> {
        self.raw().map(drop)
    }

    /// Passes over one value and gives its text. Only brackets and quotation marks are looked at: what stands between
    /// them is judged by whoever reads it.
    pub fn raw(&mut self) -> Option<&'a str> {
        let is_word = !matches!(self.peek()?, b'"' | b'{' | b'[');
        let start = self.at;
        if is_word {
            self.pass_word();
            return self.text.get(start..self.at).filter(|word| !word.is_empty());
        }
        let mut depth = 0_usize;
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b'"' => self.pass_string()?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return self.text.get(start..self.at);
            }
        }
    }

    /// From a quotation mark to the one that closes it.
    fn pass_string(&mut self) -> Option<()> {
        loop {
            self.at += 1;
            match *self.text.as_bytes().get(self.at)? {
                b'\\' => self.at += 1,
                b'"' => return Some(()),
                _ => {}
            }
        }
    }

    /// Over a number, `true`, `false` or `null`.
    fn pass_word(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let word = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
        self.at += word.count();
    }

    fn sequence(&mut self, open: u8, close: u8, each: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(open)?;
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        loop {
            each(self)?;
            let next = self.peek()?;
            self.at += 1;
            if next == close {
                return Some(());
            }
            if next != b',' {
                return None;
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let mut units = [first, 0];
                let mut count = 1;
                if (0xd800..0xdc00).contains(&first) {
                    self.text.get(self.at..)?.starts_with("\\u").then_some(())?;
                    self.at += 2;
                    units[1] = self.unit()?;
                    count = 2;
                }
                char::decode_utf16(units.into_iter().take(count)).next()?.ok()?
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        let found = self.peek()? == wanted;
        self.at += usize::from(found);
        found.then_some(())
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }
}

impl FromJson for String {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string()
    }
}

impl FromJson for bool {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.raw()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut items = Self::new();
        reader.array(&mut |reader| {
            items.push(T::from_json(reader)?);
            Some(())
        })?;
        Some(items)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.null() { Some(None) } else { T::from_json(reader).map(Some) }
    }
}
