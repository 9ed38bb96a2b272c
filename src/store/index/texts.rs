//! Which texts of a record `containing` looks in, and which fields a record has.

use crate::language::syntax::Field;
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
pub(super) fn claim_fields(claim: &Claim) -> Vec<Field> {
    let any = |has: &dyn Fn(&Citation) -> bool| claim.citations.iter().any(has);
    let fields = [
        (Field::Words, any(&|c| c.words.is_some())),
        (Field::Translation, !claim.translations.is_empty()),
        (Field::Locator, any(&|c| c.locator.is_some())),
        (Field::Via, any(&|c| !c.via.is_empty())),
        (Field::Speaker, !claim.speakers.is_empty()),
        (Field::Audience, !claim.audience.is_empty()),
        (Field::Ascribed, !claim.ascribed_to.is_empty()),
        (Field::About, !claim.about.is_empty()),
        (Field::Said, claim.said.is_some()),
        (Field::Place, claim.said_at.is_some()),
        (Field::Concerning, claim.concerns.is_some()),
        (Field::Tags, !claim.tags.is_empty()),
        (Field::Language, claim.lang.is_some()),
        (Field::Note, claim.note.is_some()),
        (Field::Extra, !claim.extra.is_empty()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}

/// The fields that a source has and that a claim is asked for.
pub fn source_fields(source: &Source) -> Vec<Field> {
    let fields = [
        (Field::Url, source.url.is_some()),
        (Field::Archive, source.archive_url.is_some()),
        (Field::Title, source.title.is_some()),
        (Field::Author, !source.authors.is_empty()),
        (Field::Publisher, source.publisher.is_some()),
        (Field::Published, source.published.is_some()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}
