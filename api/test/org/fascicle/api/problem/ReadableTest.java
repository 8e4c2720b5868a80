package org.fascicle.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What messages quote. */
class ReadableTest {
    private static final char ESCAPE = 27;

    @Test
    void controlCharactersAreWritten() {
        assertEquals("a\\u001b[2Jb", Readable.text("a" + ESCAPE + "[2Jb"));
        assertEquals("a\nb\tc", Readable.text("a\nb\tc"));
        assertEquals("a\\u000ab", Readable.quote("a\nb"));
        assertEquals("\\u202eabc", Readable.text((char) 0x202e + "abc"));
        String plain = "grün 好 ok";
        assertSame(plain, Readable.text(plain));
    }

    @Test
    void longTextsAreCut() {
        assertEquals("x".repeat(60) + "…", Readable.quote("x".repeat(61)));
        assertEquals("x".repeat(60), Readable.quote("x".repeat(60)));
        assertEquals("x".repeat(59) + "…", Readable.quote("x".repeat(59) + "😀" + "y"));
        assertEquals(4001, Readable.text("x".repeat(1_000_000)).length());
    }

    @Test
    void problemsAreReadable() {
        InputException problem = new InputException("f" + ESCAPE, "/a" + ESCAPE, "bad " + ESCAPE + "[31m", "do" + ESCAPE);
        assertTrue(problem.getMessage().indexOf(ESCAPE) < 0, problem.getMessage());
        assertEquals("bad \\u001b[31m", problem.problem());
    }
}
