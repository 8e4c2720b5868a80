package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void keepsValuesOfEachKind() {
        int[] axes = {0, 2};
        Attributes all = Attributes.of("axes", axes).with("keep", true).with("value", 0.5).with("axis", 1)
                .with("shape", Shape.of(2)).with("type", Type.INT32).with("name", "x");
        axes[0] = 7;
        assertArrayEquals(new int[] {0, 2}, all.integers("axes"));
        assertTrue(all.flag("keep"));
        assertEquals(0.5, all.number("value"));
        assertEquals(1, all.integer("axis"));
        assertEquals(Shape.of(2), all.shape("shape"));
        assertEquals(Type.INT32, all.type("type"));
        assertEquals("x", all.text("name"));
        assertEquals(List.of("axes", "axis", "keep", "name", "shape", "type", "value"), List.copyOf(all.asMap().keySet()));
    }

    @Test
    void addingLeavesTheOriginalAlone() {
        Attributes one = Attributes.of("axis", 1);
        Attributes two = one.with("axis", 2);
        assertEquals(1, one.integer("axis"));
        assertEquals(2, two.integer("axis"));
        assertFalse(Attributes.none().has("axis"));
        assertThrows(UnsupportedOperationException.class, () -> one.asMap().put("axis", 3));
    }

    @Test
    void equalByNamesAndValues() {
        assertEquals(Attributes.of("a", 1).with("b", new int[] {2}), Attributes.of("b", new int[] {2}).with("a", 1));
        assertNotEquals(Attributes.of("a", 0.0), Attributes.of("a", -0.0));
        assertEquals(Attributes.of("a", Double.NaN).hashCode(), Attributes.of("a", Double.NaN).hashCode());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals("there is no attribute 'axes' in {axis=1}",
                assertThrows(IllegalArgumentException.class, () -> Attributes.of("axis", 1).integers("axes")).getMessage());
    }
}
