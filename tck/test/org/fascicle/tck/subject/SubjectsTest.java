package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.full;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.compiler.trace.Mode;
import org.junit.jupiter.api.Test;

/** A technique that does not take an input is heard; one that answers or declares something wrong is not. */
class SubjectsTest {
    public record Whole() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.add(scope.parameter("shift", Shape.scalar(), (shape, place) -> constant(1, Type.INT32)));
        }
    }

    public record Twice() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.add(ones("shift", scope)).mul(ones("shift", scope));
        }
    }

    public record Tall() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.mul(scope.parameter("factor", x.shape(), (shape, place) -> full(shape, 1)));
        }
    }

    public record Costly() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            scope.addToLoss(x);
            return x;
        }
    }

    public record Images() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            if (x.shape().rank() != 4) {
                throw new IllegalArgumentException("takes images, not " + x.shape());
            }
            return scope.stochastic() ? x.mul(ones("factor", scope)).mul(scope.uniform(x.shape())) : x.mul(ones("factor", scope));
        }
    }

    private static Expr ones(String name, Scope scope) {
        return scope.parameter(name, Shape.scalar(), (shape, place) -> place.uniform(shape));
    }

    @Test
    void wrongDeclarationsAreNoRefusals() {
        Map.of(Whole.class, "the initializer of 'check/shift' gave constant int32 [] where reals were expected",
                Twice.class, "'check/shift' is declared twice",
                Tall.class, "the parameter 'check/factor' cannot have the batch's rows: [rows, 6]",
                Costly.class, "a penalty must be a real number of rank 0, not input real [rows, 6], at check")
                .forEach((layer, problem) -> assertEquals(problem,
                        assertThrows(IllegalArgumentException.class, () -> asked(layer, Mode.TRAINING)).getMessage()));
    }

    @Test
    void initializersDrawAndTheTechniqueNeedNot() {
        Subjects training = asked(Images.class, Mode.TRAINING);
        assertEquals("[[rows, 6]: takes images, not [rows, 6], [rows, 4, 3]: takes images, not [rows, 4, 3]]",
                training.refusals().toString());
        Subject random = training.made().get(0);
        assertTrue(random.draws() && random.asksMode());
        Subject plain = asked(Images.class, Mode.INFERENCE).made().get(0);
        assertFalse(plain.draws());
        assertEquals(List.of("check/factor"), List.copyOf(plain.initials().keySet()));
    }

    private static Subjects asked(Class<?> layer, Mode mode) {
        TechniqueType type = new TechniqueType.Builder(Kind.LAYER, "planted", () -> layer).namespace("com.example").version("1")
                .build();
        Techniques alone = new Techniques() {
            @Override
            public Collection<TechniqueType> all() {
                return List.of(type);
            }

            @Override
            public TechniqueType find(Kind kind, String name, String range) {
                return type;
            }
        };
        return Subjects.of(new Target(alone, Kind.LAYER, "com.example:planted", "1"), Map.of(), mode);
    }
}
