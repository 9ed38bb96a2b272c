//! The parts of a claim that can be there or not.

/// A part of a claim, or of the documents in which it was read, that can be there or not: what `with` and `without` ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimPart {
    Words,
    Translation,
    Locator,
    Via,
    Url,
    Archive,
    Title,
    Author,
    Publisher,
    Published,
    Speaker,
    Audience,
    Ascribed,
    About,
    Said,
    Place,
    Concerning,
    Tags,
    Language,
    Links,
    Note,
    Extra,
}
