//! The C declarations of layouts, judged by the system's C compiler.

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use common::random::Random;
use records_core::{ByteOrder, DType, Field, Layout, TimeStep, TimeUnit};

/// Compiles a C text, in which assertions are the test.
fn compile(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    let flags = ["-std=gnu11", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-x", "c"];
    let output = match Command::new("cc").args(flags).arg(&path).output() {
        Ok(output) => output,
        Err(error) => {
            println!("skipped: no C compiler `cc` ({error})");
            return;
        }
    };
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{messages:.4000}", path.display());
}

fn innermost(mut dtype: &DType) -> (&DType, String, bool) {
    let (mut first, mut empty) = (String::new(), false);
    while let DType::Array(element, len) = dtype {
        first += "[0]";
        empty |= *len == 0;
        dtype = element.get();
    }
    (dtype, first, empty)
}

/// Asserts where every field is, at every depth, from the layout alone: the
/// fields must have names that C allows.
fn assert_places(of: &str, layout: &Layout, path: &str, base: usize, out: &mut String) {
    for field in layout.fields() {
        let (at, name) = (base + field.offset(), format!("{path}{}", field.name()));
        let member = format!("((struct {of} *)0)->{name}");
        writeln!(out, "_Static_assert(offsetof(struct {of}, {name}) == {at}, \"\");").unwrap();
        writeln!(out, "_Static_assert(sizeof({member}) == {}, \"\");", field.size()).unwrap();
        let (dtype, first, empty) = innermost(field.dtype());
        if let (DType::Record(nested), false) = (dtype, empty) {
            let align = format!("_Alignof(__typeof__({member}{first}))");
            writeln!(out, "_Static_assert({align} == {}, \"\");", nested.get().alignment())
                .unwrap();
            assert_places(of, nested.get(), &format!("{name}{first}."), at, out);
        }
    }
}

fn assert_all(of: &str, layout: &Layout, out: &mut String) {
    writeln!(out, "_Static_assert(sizeof(struct {of}) == {}, \"\");", layout.itemsize()).unwrap();
    writeln!(out, "_Static_assert(_Alignof(struct {of}) == {}, \"\");", layout.alignment())
        .unwrap();
    assert_places(of, layout, "", 0, out);
}

#[test]
fn random_layouts_are_laid_out_the_same_by_c() {
    let mut text = String::from("#include <stddef.h>\n");
    for seed in 0..700 {
        let name = format!("R{seed}");
        let layout = Random::new(seed).layout(3).named(name.clone());
        text += &layout.to_c();
        assert_all(&name, &layout, &mut text);
    }
    compile("random.c", &text);
}

#[test]
fn the_checked_form_asserts_the_same() {
    let mut text = String::new();
    for seed in 1000..1200 {
        text += &Random::new(seed).layout(3).named(format!("R{seed}")).to_c_checked();
    }
    compile("checked.c", &text);
}

#[test]
fn a_wrong_assertion_does_not_compile() {
    // Otherwise the other tests would prove nothing.
    let layout = Layout::aligned([("a", DType::U8), ("b", DType::F64)]).named("R");
    let text =
        layout.to_c_checked().replace("offsetof(struct R, b) == 8", "offsetof(struct R, b) == 9");
    if Command::new("cc").arg("--version").output().is_ok() {
        assert!(std::panic::catch_unwind(|| compile("wrong.c", &text)).is_err());
    } else {
        println!("skipped: no C compiler `cc`");
    }
}

#[test]
fn every_name_becomes_one_that_c_allows() {
    let names = [
        "",
        "int",
        "bool",
        "true",
        "größe",
        "gr__e",
        "1st",
        "a-b",
        "a b",
        "a_b",
        "a*/b",
        "/*/",
        "__x",
        "__FILE__",
        "_X",
        "INT8_MAX",
        "SIZE_MAX",
        "linux",
        "unix",
        "日本",
        "_",
        "_pad0",
        "_pad0_2",
        "line\nbreak",
        "back\\",
        "??/",
        "//",
        "int32_t",
        "x",
        "asm",
        "typeof",
        "offsetof",
        "NULL",
    ];
    let fields = names.into_iter().enumerate().map(|(i, name)| (name, DType::U8, 3 * i));
    let layout = Layout::explicit(fields, 100).unwrap();
    compile("names.c", &layout.to_c_checked());
    for (i, name) in names.into_iter().enumerate() {
        let nested = Layout::packed([("x", DType::record(layout.clone()))]).named(name);
        compile(&format!("name{i}.c"), &nested.to_c_checked());
    }
}

#[test]
fn padding_that_c_makes_itself_is_left_to_it() {
    let person = Layout::aligned([
        ("name", DType::Bytes(30)),
        ("age", DType::I32),
        ("weight", DType::F32),
        ("height", DType::F32),
    ]);
    assert_eq!(
        person.named("Person").to_c(),
        "\
#include <stdint.h>

/* Person: 44 bytes, aligned to 4 */
struct Person {
    char name[30];  /* bytes 0..30 */
    int32_t age;    /* bytes 32..36 */
    float weight;   /* bytes 36..40 */
    float height;   /* bytes 40..44 */
};
"
    );
}

#[test]
fn other_padding_is_written_down() {
    let layout = Layout::explicit([("b", DType::F64, 9), ("a", DType::U8, 0)], 20).unwrap();
    assert_eq!(
        layout.to_c(),
        "\
#include <stdint.h>

/* record: 20 bytes, explicit */
struct record {
    uint8_t a;         /* bytes 0..1 */
    uint8_t _pad0[8];  /* bytes 1..9, padding */
    double b;          /* bytes 9..17 */
    uint8_t _pad1[3];  /* bytes 17..20, padding */
} __attribute__((packed));
"
    );
}

#[test]
fn nested_records_come_first_and_once() {
    let point = Layout::packed([("x", DType::F32), ("y", DType::F32)]).named("Point");
    let line = Layout::packed([
        ("from", DType::record(point.clone())),
        ("to", DType::record(point.clone())),
        ("via", DType::array(DType::array(DType::record(point), 2), 3)),
        ("tag", DType::record(Layout::packed([("t", DType::BOOL)]))),
    ]);
    assert_eq!(
        line.named("Line").to_c(),
        "\
#include <stdbool.h>
#include <stdint.h>

/* Point: 8 bytes, packed */
struct Point {
    float x;  /* bytes 0..4 */
    float y;  /* bytes 4..8 */
} __attribute__((packed));

/* record: 1 byte, packed */
struct Line_tag {
    bool t;  /* bytes 0..1 */
};

/* Line: 65 bytes, packed */
struct Line {
    struct Point from;       /* bytes 0..8 */
    struct Point to;         /* bytes 8..16 */
    struct Point via[3][2];  /* bytes 16..64 */
    struct Line_tag tag;     /* bytes 64..65 */
};
"
    );
}

#[test]
fn comments_say_what_the_types_do_not() {
    let foreign = match ByteOrder::NATIVE {
        ByteOrder::Little => (ByteOrder::Big, "big-endian"),
        ByteOrder::Big => (ByteOrder::Little, "little-endian"),
    };
    let layout = Layout::packed([
        ("n", DType::U32.with_order(foreign.0)),
        ("t", DType::DateTime(TimeStep::one(TimeUnit::Microsecond), ByteOrder::NATIVE)),
        ("h", DType::F16),
        ("c", DType::C64),
        ("u", DType::Str(2, ByteOrder::NATIVE)),
    ]);
    let c = layout.to_c();
    for line in [
        format!("uint32_t n;     /* bytes 0..4, {} */", foreign.1),
        "int64_t t;      /* bytes 4..12, M8[us] */".to_string(),
        "uint16_t h;     /* bytes 12..14, half precision */".to_string(),
        "float c[2];     /* bytes 14..22, real and imaginary part */".to_string(),
        "uint32_t u[2];  /* bytes 22..30, UTF-32 */".to_string(),
    ] {
        assert!(c.contains(&line), "no {line:?} in\n{c}");
    }
}

#[test]
fn a_field_of_no_size_amid_another_is_a_comment() {
    let layout = Layout::explicit(
        [("a", DType::U32, 0), ("z", DType::Raw(0), 2), ("e", DType::Raw(0), 4)],
        4,
    )
    .unwrap();
    let c = layout.to_c_checked();
    assert!(c.contains("    /* z: no bytes, at byte 2 */\n"), "{c}");
    compile("amid.c", &c);
}

#[test]
fn three_hundred_fields() {
    let kinds = [DType::U8, DType::F64, DType::I16, DType::Bytes(3)];
    let field = |i: usize| (format!("f{i}"), kinds[i * 7 % 4].clone());
    let layout = Layout::aligned((0..300).map(field)).named("Wide");
    let mut text = format!("#include <stddef.h>\n{}", layout.to_c());
    assert_all("Wide", &layout, &mut text);
    compile("wide.c", &text);
    assert_eq!(
        layout.fields().iter().map(Field::size).sum::<usize>() + layout.padding(),
        layout.itemsize()
    );
}
