package org.fascicle.backend.jit.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.jit.JitBackend;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain loops over strips: which kernels get them, and that they give the bits of the vector form, wherever strips end. */
class StripFormTest {
    private static final int RUNS = 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 511, 512, 513, 1024, 1600, 9001})
    void equalToTheVectorFormToTheBit(int size) {
        assertArrayEquals(updated(Form.VECTOR, size), updated(Form.PLAIN, size));
    }

    /** Weights and two slots after steps of adam, with a bias that is repeated over the lines of a matrix. */
    private static double[] updated(Form form, int size) {
        JitBackend backend = new JitBackend(form, 1);
        Workbench bench = new Workbench(backend);
        Random random = new Random(size);
        Shape shape = Shape.of(3, size);
        Expr p = bench.variable("p", shape, random.doubles(3L * size, -1, 1).toArray());
        Expr m = bench.variable("m", shape, random.doubles(3L * size, -1, 1).toArray());
        Expr v = bench.variable("v", shape, new double[3 * size]);
        Expr bias = bench.variable("bias", Shape.of(size), random.doubles(size, -1, 1).toArray());
        Expr scale = bench.variable("scale", Shape.of(3, 1), 0.5, -0.0, 3);
        Expr g = Expressions.minimum(Expressions.abs(p.add(bias).mul(scale)), 0.75).neg();
        Expr moment = m.add(g.sub(m).mul(0.1));
        Expr square = v.add(g.mul(g).sub(v).mul(0.001));
        bench.commit(m, moment, false);
        bench.commit(v, square, false);
        bench.commit(p, p.sub(moment.div(Expressions.sqrt(square).add(1e-7))), false);
        try (Workspace workspace = bench.open(1)) {
            for (int i = 0; i < RUNS; i++) {
                workspace.run(new RunArguments(0));
            }
            double[] all = Arrays.copyOf(bench.value("p"), 9 * size);
            System.arraycopy(bench.value("m"), 0, all, 3 * size, 3 * size);
            System.arraycopy(bench.value("v"), 0, all, 6 * size, 3 * size);
            return all;
        } finally {
            backend.stop();
        }
    }

    @Test
    void suitsArithmeticOnReals() {
        Recipe recipe = new Recipe();
        Body body = recipe.body;
        int read = recipe.slot(false, true);
        int written = recipe.slot(false, true);
        Value x = body.input(Lane.FLOAT, read);
        Value sum = body.add(x, body.number(Lane.FLOAT, 0));
        recipe.stores.add(new Recipe.Store(sum, written));
        assertTrue(StripForm.suits(recipe));
        recipe.stores.add(new Recipe.Store(body.select(body.greater(x, sum), x, sum), written));
        assertFalse(StripForm.suits(recipe));
    }

    @Test
    void copiesAndReductionsAreNoStrips() {
        Recipe copy = new Recipe();
        Value x = copy.body.input(Lane.FLOAT, copy.slot(false, true));
        copy.stores.add(new Recipe.Store(x, copy.slot(false, true)));
        assertFalse(StripForm.suits(copy));
        Recipe sum = new Recipe();
        sum.mode = Recipe.Mode.INNER;
        sum.folded = sum.body.real(Op.SQRT, sum.body.input(Lane.FLOAT, sum.slot(false, true)));
        sum.fold = Op.ADD;
        sum.result = sum.slot(false, false);
        assertFalse(StripForm.suits(sum));
    }
}
