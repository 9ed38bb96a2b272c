//! References to other records, as a record that is written has them.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::input::Input;
use super::lexical::{comma_list, doubt, keyword, plain_quotation};
use super::names::plain_name;
use super::refusal::Parsed;
use crate::language::syntax::RefText;

/// ref = plain name , [ "?" ] , [ styled ] ;
pub(super) fn reference(i: Input) -> Parsed<RefText> {
    let (rest, name) = plain_name(i)?;
    let (rest, doubtful) = doubt(rest)?;
    let (rest, styled) = opt(styled).parse(rest)?;
    Ok((rest, RefText { name, doubtful, styled }))
}

/// styled = "styled" , ? quotation ? ;
fn styled(i: Input) -> Parsed<String> {
    preceded(keyword("styled"), cut(plain_quotation)).parse(i)
}

/// refs = ref , { "," , ref } ;
pub(super) fn refs(i: Input) -> Parsed<Vec<RefText>> {
    comma_list(reference)(i)
}
