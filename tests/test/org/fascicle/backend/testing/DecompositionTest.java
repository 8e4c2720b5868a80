package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.compiler.decomposition.Decomposition;
import org.junit.jupiter.api.Test;

/** What is decomposed, what is left alone, and what is refused. That values stay the same is shown by the contracts beside this. */
class DecompositionTest {
    private static Comparison comparison(Primitive... lacking) {
        return new Comparison(3, List.of(List.of(new LackingBackend(Set.of(lacking)))));
    }

    private static Graph graph(Expr value) {
        Graph.Builder builder = new Graph.Builder();
        return builder.output("value", Comparison.node(value, builder, new HashMap<>())).build();
    }

    @Test
    void aGraphThatFitsStaysWhatItIs() {
        Graph graph = graph(Expressions.log1p(Expressions.full(Shape.of(3), 2)));
        assertSame(graph, Decomposition.of(graph, new ReferenceBackend()));
        assertSame(graph, Decomposition.of(graph, new LackingBackend(Set.of(Primitives.EXPM1))));
    }

    @Test
    void scalarsOfTheHostKeepTheirPlaces() {
        Expr x = Expressions.input("x", Type.REAL, Shape.batch(3));
        Expr value = x.mul(Expressions.scalar("rate")).sub(Expressions.scalar("other")).div(Expressions.rows());
        Graph graph = graph(value);
        Graph decomposed = Decomposition.of(graph, new LackingBackend(Set.of(Primitives.SUB, Primitives.NEG)));
        assertEquals(graph.scalars(), decomposed.scalars());
        assertEquals(graph.inputs().keySet(), decomposed.inputs().keySet());
    }

    @Test
    void runningSumsAlongFixedAxes() {
        for (int extent : new int[] {0, 1, 2, 3, 7, 8, 33}) {
            Comparison c = comparison(Primitives.CUMSUM);
            c.check(Expressions.cumsum(Expressions.floor(c.real(Shape.ROWS, extent, 2).mul(4)), 1));
        }
    }

    @Test
    void cosines() {
        Comparison c = comparison(Primitives.COS).tolerance(3e-7).ofScale();
        c.check(Expressions.cos(c.real(501).mul(30)));
        c.check(Expressions.cos(c.real(Shape.of(4), 0, -0f, Float.POSITIVE_INFINITY, Float.NaN)));
    }

    @Test
    void whatCannotBeDecomposedIsRefusedWithItsPlace() {
        Expr x = Expressions.full(Shape.of(2), 3);
        refused(Expressions.exp(x), Set.of(Primitives.EXP),
                "the backend 'lacking' has no kernel for %2 = exp(%1) real [2] {} from test, and it cannot be decomposed");
        refused(Expressions.tanh(x), Set.of(Primitives.TANH, Primitives.EXPM1, Primitives.EXP), "has no kernel for %2 = tanh(%1)",
                "'exp' is missing");
        refused(x.gt(1), Set.of(Primitives.GT, Primitives.GE), "has no kernel for %4 = gt(%1, %3)", "'ge' is missing");
        refused(Expressions.cumsum(Expressions.input("x", Type.REAL, Shape.batch(3)), 0), Set.of(Primitives.CUMSUM),
                "has no kernel for %1 = cumsum(%0) real [rows, 3] {axis=0} from test");
        refused(x.mul(Expressions.scalar("rate")), Set.of(Primitives.SCALAR), "has no kernel for %2 = scalar()");
    }

    @Test
    void theReferenceRefusesWhatItDoesNotKnowWhenItIsCompiled() {
        String message = assertThrows(BackendException.class, () -> new ReferenceBackend().compile(Unknown.graph(Primitives.TANH),
                CompileSettings.of(Precision.FLOAT32, 1))).getMessage();
        assertTrue(message.contains(Unknown.NAME) && message.contains(" from " + Unknown.PLACE), message);
    }

    private static void refused(Expr value, Set<Primitive> lacking, String... problems) {
        Graph graph = graph(value);
        String message =
                assertThrows(BackendException.class, () -> Decomposition.of(graph, new LackingBackend(lacking))).getMessage();
        for (String problem : problems) {
            assertTrue(message.contains(problem), message);
        }
    }
}
