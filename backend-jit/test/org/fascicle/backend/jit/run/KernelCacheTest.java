package org.fascicle.backend.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.jit.Subject;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.plan.Tools;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.Test;

class KernelCacheTest {
    @Test
    void equalStructuresShareAKernel() {
        Engine engine = new Engine("jit", new Tools(Subject.compiler()), 1);
        open(engine, 20, 32, 1.5);
        int afterOne = engine.tools.cache.size();
        assertTrue(afterOne <= 3, afterOne + " kernels for 20 layers");
        // Another size, another number of layers, another constant.
        open(engine, 7, 48, 0.25);
        assertEquals(afterOne, engine.tools.cache.size());
        engine.stop();
    }

    @Test
    void thereIsAMostOfThem() {
        KernelCache cache = new KernelCache(Subject.compiler());
        for (int i = 0; i < 600; i++) {
            cache.of(scaled(i + 0.5f, true));
        }
        assertEquals(512, cache.size());
    }

    /** A kernel that cannot be compiled fails its program, and no other. */
    @Test
    void whatFailsIsForgotten() {
        KernelCache cache = new KernelCache(Subject.compiler());
        cache.of(scaled(1.5f, false));
        assertThrows(IllegalArgumentException.class, cache::compile);
        assertEquals(0, cache.size());
        cache.of(scaled(2.5f, true));
        cache.compile();
        assertEquals(1, cache.size());
    }

    private static Recipe scaled(float factor, boolean moves) {
        Recipe recipe = new Recipe();
        Value x = recipe.body.input(Lane.FLOAT, recipe.slot(false, true));
        recipe.stores.add(new Recipe.Store(recipe.body.mul(x, recipe.body.literal(factor)), recipe.slot(false, moves)));
        return recipe;
    }

    private static void open(Engine engine, int layers, int units, double alpha) {
        Graph.Builder builder = new Graph.Builder();
        Shape square = Shape.of(units, units);
        Expr x = Expressions.input("x", Type.REAL, Shape.of(Shape.ROWS, units));
        Expr weights = Expressions.input("w", Type.REAL, square);
        Expr bias = Expressions.input("b", Type.REAL, Shape.of(units));
        for (int i = 0; i < layers; i++) {
            Expr z = Expressions.matmul(x, weights).add(bias);
            x = Expressions.where(z.gt(0), z, Expressions.expm1(z).mul(alpha));
        }
        Graph graph = builder.output("y", Comparison.node(x, builder, new HashMap<>())).build();
        Program program = new Program(engine.tools, graph, CompileSettings.of(Precision.FLOAT32, 8));
        JitExecutable.of(engine, program).open(Bindings.of(Map.of(), Map.of(
                "x", JitBuffer.allocate(engine, Type.REAL, 8L * units),
                "w", JitBuffer.allocate(engine, Type.REAL, square.size()),
                "b", JitBuffer.allocate(engine, Type.REAL, units)))).close();
    }
}
