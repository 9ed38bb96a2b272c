//! How the columns of a text are separated, and whether its quotation marks mean anything: what makes the rows most alike.
//! What the cells hold plays no part.

/// How a text is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub separator: u8,
    /// Nothing where quotation marks are letters like others.
    pub quote: Option<u8>,
    /// A sign before a quotation mark that is a letter; else it is doubled.
    pub escape: Option<u8>,
}

impl Dialect {
    /// Comma and double quotation marks, as RFC 4180 has it.
    pub const USUAL: Dialect = Dialect { separator: b',', quote: Some(b'"'), escape: None };

    /// "columns separated by tabs, quotation marks are letters"
    pub fn described(self) -> String {
        let separator = match self.separator {
            b'\t' => "tabs".to_owned(),
            b',' => "commas".to_owned(),
            b';' => "semicolons".to_owned(),
            b'|' => "bars".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        let quote = match self.quote {
            Some(b'"') => String::new(),
            Some(other) => format!(", texts between `{}`", char::from(other)),
            None => ", quotation marks are letters like others".to_owned(),
        };
        format!("columns separated by {separator}{quote}")
    }

    /// A reader of tables in this dialect.
    pub fn reader(self) -> csv::ReaderBuilder {
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.separator).escape(self.escape);
        match self.quote {
            Some(quote) => builder.quote(quote).quoting(true),
            None => builder.quoting(false),
        };
        builder
    }
}

/// What is wrong with the quotation marks of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteFault {
    /// One is opened and not closed to the end of the file.
    Open,
    /// Something stands between a closing one and the next separator.
    Behind,
}

/// Where in a row a byte stands.
#[derive(PartialEq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind what may be the closing one.
    Closed,
}

/// Looks at the quotation marks of a row as it stands in the file.
pub fn quote_fault(row: &[u8], dialect: Dialect) -> Option<QuoteFault> {
    let quote = dialect.quote?;
    if !row.contains(&quote) {
        return None;
    }
    let mut at = At::Start;
    let mut bytes = row.iter().copied();
    while let Some(byte) = bytes.next() {
        let ends = byte == dialect.separator || matches!(byte, b'\n' | b'\r');
        at = match at {
            At::Quoted if dialect.escape == Some(byte) => {
                bytes.next();
                At::Quoted
            }
            At::Quoted if byte == quote => At::Closed,
            At::Quoted => At::Quoted,
            At::Closed if byte == quote && dialect.escape.is_none() => At::Quoted,
            _ if ends => At::Start,
            At::Closed => return Some(QuoteFault::Behind),
            At::Start if byte == quote => At::Quoted,
            At::Start | At::Plain => At::Plain,
        };
    }
    (at == At::Quoted).then_some(QuoteFault::Open)
}

/// How much of a text is looked at, in bytes.
pub const LOOKED_AT: usize = 256 << 10;

const SEPARATORS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// What a text looks like in a dialect.
#[derive(Clone, Copy, Debug)]
struct Look {
    dialect: Dialect,
    /// How many columns most rows have.
    columns: usize,
    /// The share of the rows that have as many.
    alike: f64,
    /// The share of the rows whose quotation marks are wrong.
    faults: f64,
}

impl Look {
    /// The more rows are alike the better; one column alone says nothing.
    fn worth(&self) -> f64 {
        let several = if self.columns > 1 { 0.2 + 0.01 * self.columns.min(20) as f64 } else { -0.5 };
        self.alike * self.alike + several - self.faults
    }
}

/// Finds the dialect of a text by its beginning. `whole`: whether that is all of it. What is given is not looked for.
pub fn sniff(beginning: &str, whole: bool, separator: Option<u8>, quote: Option<Option<u8>>) -> Dialect {
    let sample = if whole { beginning } else { without_last_line(beginning) };
    let separators: Vec<u8> = separator.map_or(SEPARATORS.to_vec(), |given| vec![given]);
    let mut best: Option<Look> = None;
    for separator in separators {
        let look = best_quoting(sample, separator, quote);
        if best.as_ref().is_none_or(|best| look.worth() > best.worth() + 1e-9) {
            best = Some(look);
        }
    }
    best.map_or(Dialect::USUAL, |look| {
        if look.columns > 1 || separator.is_some() {
            look.dialect
        } else {
            Dialect { separator: b',', ..look.dialect }
        }
    })
}

/// Whether the quotation marks of a text mean something: they do, unless the rows are more alike where they do not.
fn best_quoting(sample: &str, separator: u8, given: Option<Option<u8>>) -> Look {
    let look_with = |quote| look(sample, Dialect { separator, quote, escape: None });
    if let Some(quote) = given {
        return look_with(quote);
    }
    let quoted = look_with(Some(b'"'));
    if !sample.contains('"') {
        return quoted;
    }
    let plain = look_with(None);
    let lie = quoted.faults > 0.0 || quoted.alike < plain.alike;
    let fits = plain.columns > 1
        && plain.columns >= quoted.columns
        && plain.alike >= quoted.alike - quoted.faults / 2.0;
    if lie && fits { plain } else { quoted }
}

fn look(sample: &str, dialect: Dialect) -> Look {
    let mut reader = dialect.reader().from_reader(sample.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut widths: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let (mut rows, mut faults, mut from) = (0_usize, 0_usize, 0_usize);
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let until = (reader.position().byte() as usize).min(sample.len());
        faults += usize::from(quote_fault(&sample.as_bytes()[from..until], dialect).is_some());
        from = until;
        rows += 1;
        *widths.entry(record.len()).or_default() += 1;
    }
    let usual = widths.iter().max_by_key(|(columns, count)| (**count, **columns));
    let (columns, alike) = usual.map_or((0, 0), |(columns, count)| (*columns, *count));
    let share = |count: usize| count as f64 / rows.max(1) as f64;
    Look { dialect, columns, alike: share(alike), faults: share(faults) }
}

fn without_last_line(text: &str) -> &str {
    text.rfind(['\n', '\r']).map_or(text, |end| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (char, Option<char>) {
        let dialect = sniff(text, true, None, None);
        (char::from(dialect.separator), dialect.quote.map(char::from))
    }

    #[test]
    fn the_dialect_is_what_makes_rows_alike() {
        for (text, separator, quote) in [
            ("a,b\n1,2\n3,4\n", ',', Some('"')),
            ("a;b\n1,5;2\n3,25;4\n", ';', Some('"')),
            ("id\tclaim\n1\tThe dam, he said, broke\n2\tNo, never\n", '\t', Some('"')),
            ("id|claim\n1|a, b\n2|c\n", '|', Some('"')),
            ("id,claim\n1,\"He said, \"\"no\"\"\"\n2,\"one\ntwo\"\n", ',', Some('"')),
            // Quotation marks that lie.
            ("1\t\"It was\" he said\tx\n2\t5\" pipe\ty\n3\t\"never closed\tz\n4\tn\tq\n", '\t', None),
            ("claim\nThe dam, he said, broke\nNo\nYes, it did\n", ',', Some('"')),
            ("رقم;ادعاء\n1;قال، ثم عاد\n2;لم يقل\n", ';', Some('"')),
        ] {
            assert_eq!(found(text), (separator, quote), "{text}");
        }
        // One bad row among many does not make the marks of the others letters.
        let mut text = "id,claim,who\n".to_owned();
        (0..50).for_each(|n| text.push_str(&format!("{n},\"one, two\",\"x\"\n")));
        text.push_str("51,\"a\"b,c\n");
        assert_eq!(found(&text), (',', Some('"')));
    }

    #[test]
    fn quotation_marks_are_looked_at() {
        let fault = |row: &str| quote_fault(row.as_bytes(), Dialect::USUAL);
        assert_eq!(fault("a,\"b, \"\"c\"\"\",d\n"), None);
        assert_eq!(fault("5\" pipe,x"), None);
        assert_eq!(fault("\"a\"b,c"), Some(QuoteFault::Behind));
        assert_eq!(fault("a,\"b\nc"), Some(QuoteFault::Open));
        let escaped = Dialect { escape: Some(b'\\'), ..Dialect::USUAL };
        assert_eq!(quote_fault(br#""a \" b",c"#, escaped), None);
    }
}
