package org.fascicle.installer.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class ContractTest {
    private static final String ELU = contract("""
            "activation elu": { "version": "1.0.0",
              "options": { "alpha": { "type": "number", "range": "(0,inf)", "default": "1.0" }, "old": { "default": "2" } },
              "cases": { "a": { "first": [ 1, 2 ] }, "b": { "first": [ 3 ] } } }""");

    private static String contract(String techniques) {
        return "{ \"fascicle\": 1, \"techniques\": { " + techniques + " } }";
    }

    @Test
    void nothingIsSaidOfWhatStays() {
        assertEquals(List.of(), Contract.differences(ELU, ELU));
    }

    @Test
    void whatChangesIsSaid() {
        String now = contract("""
                "activation elu": { "version": "1.1.0",
                  "options": { "alpha": { "type": "number", "range": "[0,inf)", "default": "0.5" }, "new": { "default": "7" } },
                  "cases": { "a": { "first": [ 1, 2.5 ] }, "b": { "first": [ 3 ] }, "c": { "first": [ 4 ] } } },
                "activation elu2": { "version": "1.0.0" }""");
        assertEquals(List.of(
                "activation elu: version 1.0.0 is now 1.1.0",
                "activation elu: range of alpha was (0,inf) and is [0,inf)",
                "activation elu: default of alpha was 1.0 and is 0.5",
                "activation elu: option new is new, by default 7",
                "activation elu: option old is gone",
                "activation elu: computes other values in 1 of 2 cases",
                "activation elu2: is new"), Contract.differences(ELU, now));
        assertEquals("activation elu2: is gone", Contract.differences(now, ELU).get(6));
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        assertEquals(List.of("what has changed is not known: the installed bundle carries no contract"),
                Contract.differences(null, ELU));
        assertEquals(List.of("what has changed is not known: the new bundle carries no contract"),
                Contract.differences(ELU, null));
        assertEquals(1, Contract.differences(ELU, "{").size());
        assertEquals(1, Contract.differences(ELU, "[]").size());
    }
}
