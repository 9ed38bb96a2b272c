//! A file that holds ClaimReview → the JSON in it: one value, one a line, or the blocks of a page.

use serde_json::Value;

use super::block::{Block, block};
use super::page;
use crate::model::Problem;
use crate::model::problem::Result;

/// Reads a file.
///
/// # Errors
/// It is neither JSON nor a page, or no text at all.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is_page = bytes.trim_ascii_start().starts_with(b"<") && !is_wrapped(bytes);
    if is_page {
        return page::blocks(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = line_at(bytes, error.valid_up_to());
        Problem::invalid(format!("line {line} is not UTF-8")).hint("save the file as UTF-8")
    })?;
    Ok(values(text))
}

/// JSON between the signs of a comment is no page.
fn is_wrapped(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"<![CDATA[") || start.starts_with(b"<!--") && unwrapped_bytes(start).starts_with(b"{")
}

fn unwrapped_bytes(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"<!--").unwrap_or(bytes).trim_ascii_start()
}

fn line_at(bytes: &[u8], at: usize) -> u64 {
    bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1
}

/// One value, or where that does not work one a line.
fn values(text: &str) -> Vec<Block> {
    let whole = block(text, 1, None);
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let is_lines =
        lines().count() > 1 && lines().next().is_some_and(|line| serde_json::from_str::<Value>(line).is_ok());
    if whole.json.is_ok() && !whole.is_mended || !is_lines {
        return vec![whole];
    }
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered.map(|(number, line)| block(line, number as u64 + 1, None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_wrong_is_wrong_alone() {
        let blocks = read("{\"a\":1}\n\n{\"a\":\n{\"a\":3}".as_bytes()).unwrap();
        let sound: Vec<(u64, bool)> = blocks.iter().map(|block| (block.line, block.json.is_ok())).collect();
        assert_eq!(sound, [(1, true), (3, false), (4, true)]);
        let problem = blocks[1].json.clone().unwrap_err();
        assert!(problem.to_string().starts_with("line 3, column"), "{problem}");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read(&bytes);
        }
    }
}
