package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NothingTest {
    @Test
    void isAClass() {
        assertEquals("Nothing", Nothing.class.getSimpleName());
    }
}
