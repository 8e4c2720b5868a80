package org.fascicle.core.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.curve.TechniqueCurve;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.core.registry.FixedTechniques;
import org.junit.jupiter.api.Test;

class TechniqueCurvesComponentTest {
    private static final double[] AT = {-2, 2};

    private final TechniqueCurves curves = new TechniqueCurvesComponent(FixedTechniques.of());

    /** Two halves of lines. */
    @Technique("bent")
    record Bent(@Default("0.5") @Range("[0,1]") double slope) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return Expressions.where(z.gt(0), z, z.mul(slope));
        }
    }

    /** One that fails. */
    @Technique("broken")
    record Broken() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            throw new UnsupportedOperationException("not today");
        }
    }

    /** A line down. */
    @Technique("sinking")
    record Sinking(double initial, @Default("false") boolean looks) implements Schedule {
        @Override
        public double at(Moment moment) {
            return initial * (1 - moment.position(Moment.Unit.EPOCH) / moment.epochs());
        }

        @Override
        public Set<String> monitors() {
            return looks ? Set.of("loss") : Set.of();
        }
    }

    @Test
    void anActivationHasValuesAndDerivatives() {
        TechniqueCurve curve = curves.activation(TechniqueType.of(Bent.class), Map.of("slope", "0.25"), AT);
        assertArrayEquals(AT, curve.at());
        assertEquals(List.of("value", "derivative"), List.copyOf(curve.lines().keySet()));
        assertArrayEquals(new double[] {-0.5, 2}, curve.lines().get("value"));
        assertArrayEquals(new double[] {0.25, 1}, curve.lines().get("derivative"));
        assertArrayEquals(new double[] {-1, 2},
                curves.activation(TechniqueType.of(Bent.class), Map.of(), AT).lines().get("value"));
    }

    @Test
    void aScheduleHasValuesOverEpochs() {
        TechniqueCurve curve = curves.schedule(TechniqueType.of(Sinking.class), Map.of("initial", "2"), 4, 5);
        assertArrayEquals(new double[] {0, 0.99, 1.99, 2.99, 3.99}, curve.at(), 1e-9);
        assertArrayEquals(new double[] {2, 1.505, 1.005, 0.505, 0.005}, curve.lines().get("value"), 1e-9);
    }

    @Test
    void whereThereIsNoLineItSaysWhy() {
        assertEquals(List.of("initial"), curves.schedule(TechniqueType.of(Sinking.class), Map.of(), 4, 5).missing());
        TechniqueCurve follows =
                curves.schedule(TechniqueType.of(Sinking.class), Map.of("initial", "1", "looks", "true"), 4, 5);
        assertTrue(follows.lines().isEmpty());
        assertEquals("it follows what a training reports, so there is nothing to draw", follows.reason().orElseThrow());
        assertTrue(curves.activation(TechniqueType.of(Broken.class), Map.of(), AT).reason().orElseThrow().contains("not today"));
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatWasMeant() {
        TechniqueType bent = TechniqueType.of(Bent.class);
        String message = assertThrows(InputException.class, () -> curves.activation(bent, Map.of("slop", "1"), AT)).getMessage();
        assertEquals("activation bent 0.0.0 has no option 'slop'. Did you mean 'slope'?", message);
        message = assertThrows(InputException.class, () -> curves.activation(bent, Map.of("slope", "2"), AT)).getMessage();
        assertEquals("activation bent 0.0.0: slope must be a number in [0,1], not 2.0", message);
        assertThrows(InputException.class, () -> curves.schedule(TechniqueType.of(Sinking.class), Map.of(), 0, 5));
    }
}
