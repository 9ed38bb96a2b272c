//! A page of Markdown: its blocks, links and headings.

use std::collections::{BTreeMap, BTreeSet};

pub struct Page {
    pub lines: Vec<String>,
    pub blocks: Vec<Block>,
}

/// A fenced block.
pub struct Block {
    /// What stands after the fence.
    pub info: String,
    /// The number of the line after the fence, counted from 0.
    pub start: usize,
    pub lines: Vec<String>,
}

impl Block {
    /// The first word of what stands after the fence.
    pub fn kind(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or("")
    }

    /// The word after that.
    pub fn argument(&self) -> Option<&str> {
        self.info.split_whitespace().nth(1)
    }
}

impl Page {
    pub fn parse(path: &str, text: &str) -> Page {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open: Option<Block> = None;
        for (number, line) in lines.iter().enumerate() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(info), None) => {
                    open = Some(Block { info: info.trim().to_owned(), start: number + 1, lines: Vec::new() });
                }
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (None, Some(block)) => block.lines.push(line.clone()),
                (None, None) => assert!(
                    !line.trim_start().starts_with("```"),
                    "{path}:{}: a fence is indented",
                    number + 1
                ),
            }
        }
        assert!(open.is_none(), "{path}: a block is not closed");
        Page { lines, blocks }
    }

    /// The page with the lines of some blocks replaced; blocks go by where they start.
    pub fn with(&self, replaced: &BTreeMap<usize, Vec<String>>) -> String {
        let mut text = String::new();
        let mut skip_to = 0;
        for (number, line) in self.lines.iter().enumerate() {
            if let Some(lines) = replaced.get(&number) {
                let block = self
                    .blocks
                    .iter()
                    .find(|block| block.start == number)
                    .expect("the block that starts here");
                lines.iter().for_each(|line| text.extend([line, "\n"]));
                skip_to = number + block.lines.len();
            }
            if number >= skip_to {
                text.extend([line, "\n"]);
            }
        }
        text
    }

    /// The lines outside of blocks, with their numbers counted from 1.
    fn prose(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_in_block = |number: usize| {
            self.blocks
                .iter()
                .any(|block| (block.start - 1..=block.start + block.lines.len()).contains(&number))
        };
        self.lines
            .iter()
            .enumerate()
            .filter(move |(number, _)| !is_in_block(*number))
            .map(|(number, line)| (number + 1, line.as_str()))
    }

    /// Where the page's links lead, each with its line.
    pub fn links(&self) -> Vec<(usize, String)> {
        let mut links = Vec::new();
        for (number, line) in self.prose() {
            let line = without_code(line);
            let mut rest = line.as_str();
            while let Some(at) = rest.find("](") {
                rest = &rest[at + 2..];
                let end = rest.find(')').unwrap_or(rest.len());
                links.push((number, rest[..end].to_owned()));
            }
        }
        links
    }

    fn headings(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        self.prose().filter_map(|(number, line)| {
            let level = line.bytes().take_while(|b| *b == b'#').count();
            let title = line[level..].strip_prefix(' ').filter(|_| level > 0)?;
            Some((number, level, title.trim()))
        })
    }

    /// What links can name after `#`.
    pub fn anchors(&self) -> BTreeSet<String> {
        self.headings().map(|(_, _, title)| anchor(title)).collect()
    }

    /// The text under a heading, up to the next one of its level or above.
    pub fn section(&self, wanted: &str) -> Option<String> {
        let headings: Vec<_> = self.headings().collect();
        let at = headings.iter().position(|(_, _, title)| *title == wanted)?;
        let (start, level, _) = headings[at];
        let end = headings[at + 1..]
            .iter()
            .find(|(_, other, _)| *other <= level)
            .map_or(self.lines.len(), |(line, ..)| line - 1);
        Some(self.lines[start..end].join("\n"))
    }
}

/// A heading as a link names it.
fn anchor(title: &str) -> String {
    let kept = title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>();
    kept.replace(' ', "-")
}

/// A line without what stands between backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("")
}
