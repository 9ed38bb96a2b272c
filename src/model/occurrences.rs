//! Where a sequence stands in another, in time that grows with the sum of their lengths, also where both repeat
//! themselves (Knuth, Morris and Pratt).

/// The places at which `needle` begins in `haystack`, overlapping ones included. An empty needle stands nowhere.
pub(super) fn occurrences<'n, T: PartialEq>(
    haystack: impl Iterator<Item = T> + 'n,
    needle: &'n [T],
) -> impl Iterator<Item = usize> + 'n {
    let borders = borders(needle);
    let mut matched = 0;
    haystack.enumerate().filter_map(move |(at, item)| {
        if matched == needle.len() {
            matched = borders.last().copied()?;
        }
        while matched > 0 && needle[matched] != item {
            matched = borders[matched - 1];
        }
        if needle[matched] == item {
            matched += 1;
        }
        (matched == needle.len()).then(|| at + 1 - matched)
    })
}

/// For each beginning of a sequence, the length of the longest shorter one that it also ends with.
fn borders<T: PartialEq>(needle: &[T]) -> Vec<usize> {
    let mut borders: Vec<usize> = Vec::with_capacity(needle.len());
    for (at, item) in needle.iter().enumerate() {
        let mut length = borders.last().copied().unwrap_or(0);
        while length > 0 && needle[length] != *item {
            length = borders[length - 1];
        }
        borders.push(if at > 0 && needle[length] == *item { length + 1 } else { 0 });
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All words of up to `longest` letters from `a` and `b`.
    fn words(longest: u32) -> Vec<Vec<u8>> {
        let of_length = |length: u32| {
            (0..1_u32 << length)
                .map(move |bits| (0..length).map(|at| b'a' + (bits >> at & 1) as u8).collect())
        };
        (0..=longest).flat_map(of_length).collect()
    }

    #[test]
    fn they_are_those_that_comparing_at_each_place_finds() {
        for haystack in words(9) {
            for needle in words(4) {
                let naive: Vec<usize> = (0..haystack.len())
                    .filter(|at| !needle.is_empty() && haystack[*at..].starts_with(&needle))
                    .collect();
                let found: Vec<usize> = occurrences(haystack.iter().copied(), &needle).collect();
                assert_eq!(found, naive, "{needle:?} in {haystack:?}");
            }
        }
    }
}
