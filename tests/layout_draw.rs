//! Drawings of layouts, as text and as SVG.
//!
//! Pictures are compared with the files in `tests/snapshots`; after a wanted
//! change, `RECORDS_UPDATE=1 cargo test --test layout_draw` writes them anew, to be
//! looked at before they are committed.

mod common;

use std::path::Path;

use common::random::Random;
use records_core::{DType, Layout};

fn person() -> Layout {
    Layout::aligned([
        ("name", DType::Bytes(30)),
        ("age", DType::I32),
        ("weight", DType::F32),
        ("height", DType::F32),
    ])
    .named("Person")
}

fn sample() -> Layout {
    Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]).named("Sample")
}

/// Records in a record, one of them with a hole, an array of them, and names of
/// other scripts.
fn nested() -> Layout {
    let point = Layout::packed([("x", DType::F32), ("y", DType::F32)]).named("Point");
    let body = Layout::aligned([("tag", DType::U8), ("mass", DType::F64)]).named("Body");
    Layout::aligned([
        ("id", DType::U8),
        ("at", DType::record(point.clone())),
        ("body", DType::record(body)),
        ("trail", DType::array(DType::record(point), 5)),
        ("größe", DType::U16),
    ])
    .named("Nested")
}

/// 256 bytes, 40 fields.
fn big() -> Layout {
    let kinds = [
        DType::U8,
        DType::F64,
        DType::I32,
        DType::U16,
        DType::F32,
        DType::U64,
        DType::BOOL,
        DType::I16,
        DType::Bytes(12),
        DType::array(DType::F32, 3),
    ];
    let fields = (0..40).map(|i| (format!("field_{i}"), kinds[(i * 7 + i / 10) % 10].clone()));
    Layout::aligned(fields).named("Big")
}

fn empty() -> Layout {
    Layout::packed([] as [(&str, DType); 0])
}

/// Compares with a file, or writes it.
fn snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("RECORDS_UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(text == expected, "{} differs; now it is\n{text}", path.display());
}

#[test]
fn a_small_record() {
    assert_eq!(
        sample().to_string(),
        "\
Sample: 18 bytes, packed

   bytes  size  type  field
   0..2      2  i16   id     ██················
   2..10     8  f64   sin    ··████████········
  10..18     8  f64   cos    ··········████████"
    );
}

#[test]
fn holes_and_cells_of_several_bytes() {
    assert_eq!(
        person().to_string(),
        "\
Person: 44 bytes, aligned to 4

   bytes  size  type  field   a cell is 2 bytes
   0..30    30  S30   name    ███████████████·······
  30..32     2        hole    ···············░······
  32..36     4  i32   age     ················██····
  36..40     4  f32   weight  ··················██··
  40..44     4  f32   height  ····················██

2 bytes of padding, 5 %"
    );
}

#[test]
fn records_in_records() {
    assert_eq!(
        nested().to_string(),
        "\
Nested: 80 bytes, aligned to 8

   bytes  size  type        field                  a cell is 4 bytes
   0..1      1  u8          id                     ▒···················
   1..9      8  Point       at                     ▒█▒·················
   1..5      4  f32           x                    ▒▒··················
   5..9      4  f32           y                    ·▒▒·················
   9..16     7              hole                   ··░░················
  16..32    16  Body        body                   ····████············
  16..17     1  u8            tag                  ····▒···············
  17..24     7                hole                 ····░░··············
  24..32     8  f64           mass                 ······██············
  32..72    40  [Point; 5]  trail                  ········██████████··  crosses 64
  32..36     4  f32           x                    ········█···········
  36..40     4  f32           y                    ·········█··········
  40..72    32                ... 4 more of these  ··········████████··
  72..74     2  u16         größe                  ··················▒·
  74..80     6              tail                   ··················░░

20 bytes of padding, 25 % (7 of them in nested records)
in the order body, größe, id, at, trail it would take 72 bytes, 8 fewer"
    );
}

#[test]
fn borders_of_cache_lines() {
    let layout = Layout::packed([
        ("head", DType::Bytes(64)),
        ("x", DType::U64),
        ("data", DType::array(DType::F32, 100)),
        ("tag", DType::Bytes(40)),
        ("y", DType::F64),
    ]);
    assert_eq!(
        layout.to_string(),
        "\
record: 520 bytes, packed

     bytes  size  type        field  a cell is 32 bytes
    0..64     64  S64         head   ██···············
   64 ------------------------------------------------ line 1
   64..72      8  u64         x      ··▒··············
   72..472   400  [f32; 100]  data   ··▒███████████▒··  crosses 6 cache lines
  472..512    40  S40         tag    ··············▒█·
  512 ------------------------------------------------ line 8
  512..520     8  f64         y      ················█"
    );
}

#[test]
fn nothing_to_draw() {
    assert_eq!(empty().to_string(), "record: 0 bytes, no fields");
    assert_eq!(
        Layout::explicit([] as [(&str, DType, usize); 0], 5).unwrap().to_string(),
        "\
record: 5 bytes, no fields

   bytes  size  type  field
   0..5      5        tail   ░░░░░

5 bytes of padding, 100 %"
    );
}

#[test]
fn names_cannot_break_lines() {
    let layout = Layout::packed([("a\nb", DType::U8), ("\u{202e}x", DType::U8), ("", DType::U8)]);
    assert_eq!(
        layout.named("N\tM").to_string(),
        "\
N\\tM: 3 bytes, packed

   bytes  size  type  field
   0..1      1  u8    a\\nb       █··
   1..2      1  u8    \\u{202e}x  ·█·
   2..3      1  u8    ''         ··█"
    );
}

#[test]
fn the_big_one() {
    let big = big();
    assert_eq!((big.itemsize(), big.fields().len()), (256, 40));
    snapshot("big.txt", &format!("{big}\n"));
}

/// The lines with bars.
fn bars(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| line.contains("..") && !line.starts_with("in the"));
    lines.collect()
}

#[test]
fn wide_records_have_a_line_per_field() {
    let fields = (0..300).map(|i| (format!("f{i}"), [DType::U8, DType::F64][i % 2].clone()));
    let layout = Layout::aligned(fields);
    let text = layout.to_string();
    assert_eq!(bars(&text).len(), 300 + layout.holes().count());
    assert!(text.ends_with("it would take 1352 bytes, 1048 fewer"), "{text}");
}

#[test]
fn nested_records_are_cut() {
    let wide = Layout::packed((0..100).map(|i| (format!("f{i}"), DType::U8)));
    let layout = Layout::packed([("a", DType::array(DType::record(wide), 1000))]);
    let text = layout.to_string();
    assert!(text.contains("... 76 more"), "{text}");
    assert!(text.contains("... 999 more of these"), "{text}");
    assert!(text.lines().count() < 32, "{text}");
    let mut deep = DType::U8;
    for _ in 0..50 {
        deep = DType::record(Layout::packed([("d", deep)]));
    }
    assert!(Layout::packed([("d", deep)]).to_string().lines().count() < 10);
}

#[test]
fn any_layout_can_be_drawn() {
    for seed in 0..400 {
        let layout = Random::new(seed).layout(3);
        let text = layout.to_string();
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{text}");
        let svg = layout.to_svg();
        check_xml(&svg);
    }
    let huge = Layout::packed([("a", DType::Raw(isize::MAX as usize - 1)), ("b", DType::U8)]);
    assert!(huge.to_string().contains("crosses"));
    check_xml(&huge.to_svg());
    let many = DType::array(DType::record(empty()), 1 << 16);
    check_xml(&Layout::packed([("a", many.clone())]).to_svg());
    assert!(Layout::packed([("a", many)]).to_string().contains("more of these"));
}

#[test]
fn pictures() {
    snapshot("person.svg", &person().to_svg());
    snapshot("sample.svg", &sample().to_svg());
    snapshot("nested.svg", &nested().to_svg());
    snapshot("big.svg", &big().to_svg());
    snapshot("empty.svg", &empty().to_svg());
}

#[test]
fn pictures_name_every_field() {
    let svg = big().to_svg();
    for field in big().fields() {
        let (start, end) = (field.offset(), field.end());
        let title =
            format!("<title>{}: {}, bytes {start}..{end}</title>", field.name(), field.dtype());
        assert!(svg.contains(&title), "{title}");
    }
    let svg = nested().to_svg();
    for part in
        ["at.x: f32, bytes 1..5", "body.tag: u8, bytes 16..17", "trail[4].y: f32, bytes 68..72"]
    {
        assert!(svg.contains(&format!("<title>{part}</title>")), "{part}");
    }
}

#[test]
fn pictures_of_large_records_are_cut() {
    let svg = Layout::packed([("a", DType::Raw(1_000_000))]).to_svg();
    assert!(svg.contains("… 997952 bytes more, not drawn"), "{svg:.3000}");
    assert!(svg.len() < 200_000);
}

#[test]
fn pictures_escape_names() {
    let layout = Layout::packed([("a<b>&\"c\u{1}\u{ffff}", DType::U64)]);
    let svg = layout.to_svg();
    check_xml(&svg);
    assert!(svg.contains("a&lt;b&gt;&amp;&quot;c\\u{1}\u{fffd}"), "{svg}");
}

/// Tags are balanced, attributes quoted, and nothing stands bare that XML forbids.
fn check_xml(svg: &str) {
    let mut open = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag without an end");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    check_text(rest);
}

fn check_text(text: &str) {
    assert!(!text.contains('>') && !text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
    for entity in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;"];
        assert!(known.iter().any(|known| entity.starts_with(known)), "{entity}");
    }
}

/// Only what the order of the fields costs is said to be saved by another one.
#[test]
fn no_order_saves_what_was_asked_for() {
    use records_core::Record;

    #[derive(Record, Clone, Copy)]
    #[record(aligned, size = 32)]
    struct Roomy {
        a: u8,
    }

    #[derive(Record, Clone, Copy)]
    #[record(aligned)]
    struct Spread {
        a: u8,
        #[record(offset = 60)]
        b: u32,
        c: u64,
    }

    let part = Layout::aligned([("a", DType::U8), ("b", DType::F64), ("c", DType::U8)]);
    assert!(part.to_string().contains("8 fewer"));
    assert!(!part.select(&["a", "b"]).unwrap().to_string().contains("fewer"));
    assert!(!Roomy::LAYOUT.to_string().contains("fewer"));
    assert!(!Spread::LAYOUT.to_string().contains("fewer"));
}
