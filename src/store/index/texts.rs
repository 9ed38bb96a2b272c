//! Which texts of a record `containing` looks in, and which fields a record has.

use crate::model::ClaimPart;
use crate::model::text::Lang;
use crate::model::{Citation, Claim, Source};

/// The texts of a claim in which `containing` looks, with their languages.
pub fn claim_texts(claim: &Claim) -> impl Iterator<Item = (&str, Option<&Lang>)> {
    let translations = claim.translations.iter().map(|t| (t.text.as_str(), t.lang.as_ref()));
    let words =
        claim.citations.iter().filter_map(|c| c.words.as_ref()).map(|w| (w.text.as_str(), w.lang.as_ref()));
    std::iter::once((claim.statement.as_str(), claim.lang.as_ref())).chain(translations).chain(words)
}

/// The fields that a claim itself has; those of its documents are asked of the documents.
pub(super) fn claim_fields(claim: &Claim) -> Vec<ClaimPart> {
    let any = |has: &dyn Fn(&Citation) -> bool| claim.citations.iter().any(has);
    let fields = [
        (ClaimPart::Words, any(&|c| c.words.is_some())),
        (ClaimPart::Translation, !claim.translations.is_empty()),
        (ClaimPart::Locator, any(&|c| c.locator.is_some())),
        (ClaimPart::Via, any(&|c| !c.via.is_empty())),
        (ClaimPart::Speaker, !claim.speakers.is_empty()),
        (ClaimPart::Audience, !claim.audience.is_empty()),
        (ClaimPart::Ascribed, !claim.ascribed_to.is_empty()),
        (ClaimPart::About, !claim.about.is_empty()),
        (ClaimPart::Said, claim.said.is_some()),
        (ClaimPart::Place, claim.said_at.is_some()),
        (ClaimPart::Concerning, claim.concerns.is_some()),
        (ClaimPart::Tags, !claim.tags.is_empty()),
        (ClaimPart::Language, claim.lang.is_some()),
        (ClaimPart::Note, claim.note.is_some()),
        (ClaimPart::Extra, !claim.extra.is_empty()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}

/// The fields that a source has and that a claim is asked for.
pub fn source_fields(source: &Source) -> Vec<ClaimPart> {
    let fields = [
        (ClaimPart::Url, source.url.is_some()),
        (ClaimPart::Archive, source.archive_url.is_some()),
        (ClaimPart::Title, source.title.is_some()),
        (ClaimPart::Author, !source.authors.is_empty()),
        (ClaimPart::Publisher, source.publisher.is_some()),
        (ClaimPart::Published, source.published.is_some()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}
