package org.fascicle.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void oneSlipIsForgiven() {
        List<String> names = List.of("relu", "elu", "softmax");
        assertEquals(Optional.of("softmax"), Nearest.find("sofmtax", names));
        assertEquals(Optional.of("softmax"), Nearest.find("softma", names));
        assertEquals("Did you mean 'softmax'?", Nearest.hint("sotfmax", names));
    }

    @Test
    void theNearestWins() {
        assertEquals(Optional.of("relu"), Nearest.find("rely", List.of("rule", "relu", "ply")));
        assertEquals(Optional.of("aa"), Nearest.find("ab", List.of("ac", "aa")));
    }

    @Test
    void whatIsFarIsNotMeant() {
        assertEquals(Optional.empty(), Nearest.find("elu", List.of("softmax", "tanh")));
        assertNull(Nearest.hint("x", List.of()));
        assertEquals(Optional.empty(), Nearest.find("abc", List.of("axy")));
    }
}
