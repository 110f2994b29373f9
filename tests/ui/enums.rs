use records_core::Element;

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Shape {
    None,
    Circle(f32),
    Square { side: f32 },
}

#[derive(Element, Clone, Copy)]
enum NoRepr {
    A,
    B,
}

#[derive(Element, Clone, Copy)]
#[repr(C)]
enum OnlyC {
    A,
    B,
}

#[derive(Element, Clone, Copy)]
#[repr(usize)]
enum Size {
    A,
    B,
}

#[derive(Element, Clone, Copy)]
#[repr(u8, align(4))]
enum Wide {
    A,
    B,
}

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Generic<const N: usize> {
    A,
    B,
}

#[derive(Element, Clone, Copy)]
enum Empty {}

fn main() {}
