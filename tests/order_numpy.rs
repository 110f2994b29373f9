//! Rows in order as NumPy has them: `tests/numpy/README.md` describes the fixture.

#[path = "numpy/oracle/mod.rs"]
mod oracle;

use oracle::fixtures;
use records_core::{DynRecords, Layout, SearchSide, Value};
use serde_json::Value as Json;

fn numbers(json: &Json) -> Vec<usize> {
    let list = json.as_array().expect("a list");
    list.iter().map(|number| number.as_u64().expect("a number") as usize).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).expect("digits"));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("digits")).collect()
}

#[test]
fn rows_are_in_numpys_order() {
    let mut searched = 0;
    for case in fixtures("order") {
        let text = case["dtype"].as_str().expect("a text");
        let layout = Layout::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let data = bytes(case["data"].as_str().expect("digits"));
        let rows = DynRecords::from_bytes(&data, &layout).unwrap();
        let keys: Vec<&str> =
            case["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
        let expected = numbers(&case["argsort"]);
        assert_eq!(rows.argsort(&keys), Ok(expected.clone()), "{case}");
        let ids = rows.sort_by(&keys).unwrap();
        let ids = ids.view().column::<u16>("id").unwrap().to_vec();
        assert_eq!(ids.iter().map(|&id| usize::from(id)).collect::<Vec<_>>(), expected);

        if case.get("left").is_none() {
            continue;
        }
        searched += 1;
        let sorted = rows.sort_by(&keys[..1]).unwrap();
        let column = sorted.view().dyn_column(keys[0]).unwrap();
        let values: Vec<Value> =
            (0..rows.len()).map(|row| rows.value(row, keys[0]).unwrap()).collect();
        for (side, name) in [(SearchSide::Left, "left"), (SearchSide::Right, "right")] {
            let places = column.search_sorted_many(&values, side);
            assert_eq!(places, Ok(numbers(&case[name])), "{name}: {case}");
        }
    }
    assert!(searched >= 100, "only {searched} columns searched");
}
