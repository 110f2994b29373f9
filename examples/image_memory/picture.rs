//! Plays the image library: memory with an address, which lives as long as its owner.

/// An RGB image whose lines are padded to a multiple of 4 bytes, as in Qt.
pub struct Picture {
    memory: Box<[u8]>,
    width: usize,
}

impl Picture {
    /// A black picture.
    pub fn new(width: usize, height: usize) -> Picture {
        let bytes_per_line = (3 * width).next_multiple_of(4);
        let memory = vec![0; height * bytes_per_line].into();
        Picture { memory, width }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn bytes_per_line(&self) -> usize {
        (3 * self.width).next_multiple_of(4)
    }

    pub fn height(&self) -> usize {
        self.memory.len() / self.bytes_per_line()
    }

    /// The address of the first line.
    pub fn bits(&self) -> *const u8 {
        self.memory.as_ptr()
    }

    pub fn bits_mut(&mut self) -> *mut u8 {
        self.memory.as_mut_ptr()
    }

    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let at = y * self.bytes_per_line() + 3 * x;
        [self.memory[at], self.memory[at + 1], self.memory[at + 2]]
    }

    pub fn set_pixel(&mut self, x: usize, y: usize, rgb: [u8; 3]) {
        let at = y * self.bytes_per_line() + 3 * x;
        self.memory[at..at + 3].copy_from_slice(&rgb);
    }
}
