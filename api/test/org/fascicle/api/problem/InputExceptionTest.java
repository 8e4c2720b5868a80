package org.fascicle.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
    @Test
    void saysPlaceProblemAndRemedy() {
        assertEquals("m.json: at /network/1: no such layer. Did you mean 'dense'?",
                new InputException("m.json", "/network/1", "no such layer", "Did you mean 'dense'?").getMessage());
        assertEquals("at line 3: bad cell", new InputException(null, "line 3", "bad cell", null).getMessage());
        assertEquals("m.json: empty", new InputException("m.json", "", "empty", null).getMessage());
        assertEquals("the argument 'rows' is null",
                assertThrows(InputException.class, () -> InputException.requireGiven(null, "rows")).getMessage());
        assertEquals("given", InputException.requireGiven("given", "rows"));
        assertEquals("nothing fits", new InputException("nothing fits").getMessage());
    }

    @Test
    void aFileIsAddedOnlyWhereNoneIsNamed() {
        InputException unplaced = new InputException(null, "/loss", "bad", "Take another");
        unplaced.initCause(new IllegalStateException("why"));
        InputException placed = unplaced.in("m.json");
        assertEquals("m.json: at /loss: bad. Take another", placed.getMessage());
        assertSame(unplaced.getCause(), placed.getCause());
        assertSame(placed, placed.in("other.json"));
        assertNull(unplaced.file());
        assertEquals("/loss", placed.pointer());
        assertEquals("bad", placed.problem());
        assertEquals("Take another", placed.remedy());
    }
}
