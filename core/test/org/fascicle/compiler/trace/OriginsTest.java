package org.fascicle.compiler.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.fascicle.api.backend.Profile;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private final Origins origins = new Origins();

    @Test
    void aPlaceHasTheTechniqueOfTheNearestPlaceAboveIt() {
        origins.place("dense_1", "dense");
        origins.place("optimizer/dense_1/kernel", "nesterov");
        origins.place("optimizer/dense_1/kernel/weight_average", "use_ema");
        same(List.of("dense_1/kernel", "dense_1"), List.of("dense"), "dense_1/kernel", "dense_1");
        same(List.of("optimizer/dense_1/kernel/momentum"), List.of("nesterov"), "optimizer/dense_1/kernel/momentum");
        same(List.of("optimizer/dense_1/kernel/weight_average"), List.of("use_ema"),
                "optimizer/dense_1/kernel/weight_average");
        same(List.of("dense_10", "input"), List.of(), "dense_10", "input");
    }

    @Test
    void aTechniqueWithinAPlaceIsItsOwn() {
        origins.place("dense_1", "dense");
        assertEquals("dense_1 (elu)", origins.within("dense_1", "elu"));
        same(List.of("dense_1", "dense_1 (gradient)"), List.of("dense", "elu"),
                "dense_1", "dense_1 (elu)", "dense_1 (elu) (gradient)", "dense_1 (gradient)");
    }

    @Test
    void whatIsNoTechniqueStaysPartOfThePlace() {
        origins.place("dense_1", "dense");
        same(List.of("dense_1/kernel (initializer)"), List.of("dense"), "dense_1/kernel (initializer)");
    }

    @Test
    void gradientsOfGradientsAreGradients() {
        origins.place("dense_1", "dense");
        same(List.of("dense_1 (gradient)"), List.of("dense"), "dense_1 (gradient) (gradient)");
    }

    @Test
    void anAliasHasTheTechniqueOfWhatItStandsFor() {
        origins.place("optimizer/dense_1", "adam");
        origins.alias("packed/0/m", "optimizer/dense_1/kernel/m");
        origins.alias("packed/0/parameter", "dense_1/kernel");
        same(List.of("packed/0/m", "packed/0/parameter"), List.of("adam"), "packed/0/m", "packed/0/parameter");
    }

    private void same(List<String> places, List<String> techniques, String... provenances) {
        Profile.Part part = origins.named(Profile.of(List.of(
                Profile.Part.of("mul", List.of(provenances), 3, false, 20, 5, 7.5)))).parts().get(0);
        assertEquals(places, part.provenances());
        assertEquals(techniques, part.techniques());
        assertEquals(List.of("mul", 3, 20L, 5L, 7.5),
                List.of(part.operation(), part.phase(), part.bytes(), part.operations(), part.nanos()));
    }
}
