package org.fascicle.api.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.transform.UpdateTransform;
import org.junit.jupiter.api.Test;

class ShorthandOptionsTest {
    @Test
    void namesAreTheOptimizersAndLeadToTheTechniquesOwn() {
        ShorthandOptions options = ShorthandOptions.of(3, List.of("clip", "clip_rows=rows"), "clips", "clip");
        assertEquals(3, options.place());
        assertEquals(List.of("clips", "clip", "clip_rows"), options.names());
        assertEquals(Map.of("clip", "clip", "clip_rows", "rows"), options.options());
        assertEquals(Optional.of("clips"), options.flag());
        assertEquals(Optional.of("clip"), options.perParameter());
        ShorthandOptions plain = ShorthandOptions.of(0, List.of("a"), "", "");
        assertEquals(List.of("a"), plain.names());
        assertEquals(Optional.empty(), plain.flag());
        assertEquals(Optional.empty(), plain.perParameter());
        assertEquals(List.of("on"), ShorthandOptions.of(0, List.of(), "on", "").names());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (List<String> wrong : List.of(List.<String>of(), List.of(""), List.of("=own"), List.of("a="), List.of("a", "a=b"),
                List.of("on"))) {
            String flag = wrong.equals(List.of("on")) ? "on" : "";
            assertThrows(IllegalArgumentException.class, () -> ShorthandOptions.of(0, wrong, flag, ""), wrong.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> ShorthandOptions.of(0, List.of("a"), "", "b"));
    }

    @Test
    void anAnnotatedRecordHasThemWithItsPrefix() {
        assertEquals(List.of("halved", "halving_rate"), shorthand(Halving.class).names());
        ShorthandOptions foreign = shorthand(Foreign.class);
        assertEquals(List.of("com.example:halving_rate"), foreign.names());
        assertEquals(Map.of("com.example:halving_rate", "rate"), foreign.options());
        assertEquals(Optional.of("com.example:halving_rate"), foreign.perParameter());
        assertEquals(Optional.empty(), TechniqueType.of(Plain.class).shorthand());
    }

    private static ShorthandOptions shorthand(Class<?> technique) {
        return TechniqueType.of(technique).shorthand().orElseThrow();
    }

    @Technique("halving")
    @Shorthand(place = 1, flag = "halved", options = "halving_rate=rate")
    record Halving(double rate) implements UpdateTransform {}

    @Technique("com.example:halving")
    @Shorthand(place = 1, options = "halving_rate=rate", perParameter = "halving_rate")
    record Foreign(double rate) implements UpdateTransform {}

    @Technique("plain")
    record Plain() implements UpdateTransform {}
}
