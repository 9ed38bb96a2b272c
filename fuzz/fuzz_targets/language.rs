#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| dictum::fuzzing::language(input));
