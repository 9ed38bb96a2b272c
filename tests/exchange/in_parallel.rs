//! A file read by several threads gives what it gives line by line: the same records and problems in the same order.

use dictum::exchange::interchange::{Batch, Incoming, Lines, read_in_parallel};
use proptest::prelude::*;
use proptest::sample::select;

use super::{Failing, line_of, read_all, strategies};

/// A file of some 100 KB to 2 MB in which these lines stand again and again.
fn file_of(lines: &[Vec<u8>], times: usize) -> Vec<u8> {
    (0..times).flat_map(|_| lines.iter().flatten().copied()).collect()
}

fn line() -> BoxedStrategy<Vec<u8>> {
    let odd: Vec<&[u8]> = vec![
        b"\n",
        b"  \r\n",
        b"{}\n",
        b"\xFF\xFE\n",
        b"\xEF\xBB\xBF{\"type\":\"source\",\"id\":\"a\"}\n",
        b"{\"type\":\"source\",\"title\":\"t\"}\r\n",
        b"{\"type\":\"source\",\"id\":\"torn",
    ];
    let long = (1..400_000_usize).prop_map(|length| {
        format!("{{\"type\":\"source\",\"text\":\"{}\"}}\n", "x".repeat(length)).into_bytes()
    });
    prop_oneof![
        8 => strategies::record().prop_map(|record| line_of(&record).into_bytes()),
        2 => select(odd).prop_map(<[u8]>::to_vec),
        1 => long,
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn it_gives_what_the_lines_give(lines in prop::collection::vec(line(), 0..12), times in 0..60_usize, threads in 0..4_usize) {
        let file = file_of(&lines, times);
        let prepare = |incoming: Incoming| (incoming.line * 2, incoming);
        let batches: Vec<Batch<(usize, Incoming)>> =
            read_in_parallel(&file[..], threads, prepare, |batches| batches.collect());
        prop_assert_eq!(batches.last().map_or(0, |batch| batch.bytes), file.len() as u64);
        let prepared: Vec<_> = batches.into_iter().flat_map(|batch| batch.given).collect();
        prop_assert!(prepared.iter().flatten().all(|(twice, incoming)| *twice == incoming.line * 2));
        let given: Vec<_> = prepared.into_iter().map(|read| read.map(|(_, incoming)| incoming)).collect();
        prop_assert_eq!(given, read_all(&file));
    }
}

#[test]
fn nobody_has_to_take_all_of_it() {
    let file = b"{\"type\":\"source\",\"id\":\"a\"}\n".repeat(200_000);
    let first =
        read_in_parallel(&file[..], 2, |_| (), |batches| batches.next().map(|batch| batch.given.len()));
    assert!(first.is_some_and(|lines| lines < 200_000));
    assert_eq!(read_in_parallel(&b""[..], 2, |_| (), |batches| batches.count()), 0);
}

#[test]
fn a_reading_that_fails_ends() {
    let one: Vec<_> = Lines::new(std::io::BufReader::new(Failing(0))).collect();
    let other = read_in_parallel(
        std::io::BufReader::new(Failing(0)),
        2,
        |incoming| incoming,
        |batches| batches.flat_map(|batch| batch.given).collect::<Vec<_>>(),
    );
    assert_eq!(one, other);
}

#[test]
#[should_panic(expected = "a scoped thread panicked")]
fn a_thread_that_panics_is_not_passed_over() {
    let file = b"{\"type\":\"source\",\"id\":\"a\"}\n";
    let all = std::panic::AssertUnwindSafe(|| {
        read_in_parallel(
            &file[..],
            2,
            |_| panic!("on purpose"),
            |batches: &mut dyn Iterator<Item = Batch<()>>| {
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| batches.count()))
                    .expect_err("it panics too")
            },
        )
    });
    drop(all());
}
