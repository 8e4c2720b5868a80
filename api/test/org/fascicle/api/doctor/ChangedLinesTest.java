package org.fascicle.api.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class ChangedLinesTest {
    @Test
    void equalTextsDifferInNothing() {
        assertEquals(List.of(), ChangedLines.of("a\nb\n", "a\n  b\n"));
    }

    @Test
    void linesThatGoStandBeforeThoseThatCome() {
        assertEquals(List.of("- b", "+ x", "+ y"), ChangedLines.of("a\nb\nc", "a\nx\ny\nc"));
    }

    @Test
    void commasAndBracketsAloneAreNoChange() {
        assertEquals(List.of("- \"c\" : {", "+ \"b\" : 2"),
                ChangedLines.of("{\n\"a\" : 1\n\"c\" : {\n}\n}", "{\n\"a\" : 1,\n\"b\" : 2\n}"));
    }

    @Test
    void theLongestCommonPartIsKept() {
        assertEquals(List.of("+ z", "- c"), ChangedLines.of("a\nb\nc\na\nb", "z\na\nb\na\nb"));
    }

    @Test
    void whatIsChangedInManyPlacesIsWrittenOnce() {
        assertEquals(List.of("- b", "+ x", "(and the same in 2 more places)", "+ end"),
                ChangedLines.of("a\nb\na\nb\na\nb\na", "a\nx\na\nx\na\nx\na\nend"));
        assertEquals(List.of("- b", "+ x", "(and the same in 1 more place)"), ChangedLines.of("b\na\nb", "x\na\nx"));
    }
}
