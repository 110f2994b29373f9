use records_core::{Record, RecordBuf};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Trade {
    symbol: u16,
    price: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Company {
    symbol: u32,
    name: [u8; 4],
}

fn main() {
    let (trades, companies) = (RecordBuf::<Trade>::new(), RecordBuf::<Company>::new());
    let (trades, companies) = (trades.view(), companies.view());
    println!("{:?}", trades.join(&companies, Trade::FIELDS.symbol));
    println!("{:?}", trades.join(&companies, Trade::FIELDS.price));
    println!("{:?}", trades.left_join_on(&companies, Trade::FIELDS.price, Company::FIELDS.name));
}
