package org.fascicle.backend.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.api.Test;

/** A profile says what each kernel is and how long it takes, and the run that it measures is one as any other. */
class ProfileTest {
    private static final int ROWS = 64;

    private static double[] trained(boolean profiled) {
        Workbench bench = new Workbench(Subject.families().get(0).get(0));
        Expr x = bench.input("x", Shape.of(Shape.ROWS, 30), ROWS);
        Expr w = bench.variable("w", Shape.of(30, 5), new Random(1).doubles(150).toArray());
        Expr h = Expressions.tanh(Expressions.matmul(x, w));
        bench.builder.guard(bench.node(Expressions.sum(h).lt(1e30)));
        bench.commit(w, w.sub(Expressions.matmul(x, h, true, false).mul(0.1)), true);
        bench.inputs().get("x").write(0, new Random(2).doubles(ROWS * 30).toArray(), 0, ROWS * 30);
        try (Workspace workspace = bench.open(ROWS)) {
            for (int rows : new int[] {ROWS, ROWS, 7, ROWS}) {
                RunArguments arguments = new RunArguments(0).rows(rows);
                if (profiled) {
                    check(workspace.profile(arguments).orElseThrow(), rows);
                } else {
                    workspace.run(arguments);
                }
            }
            assertEquals(0, workspace.rejected());
            return bench.value("w");
        }
    }

    private static void check(Profile profile, int rows) {
        List<Profile.Part> products =
                profile.parts().stream().filter(part -> part.operation().contains("matmul")).toList();
        assertEquals(2, products.size());
        products.forEach(product -> assertTrue(product.operations() >= 2L * rows * 30 * 5, product.operations() + " operations"));
        assertEquals(1, profile.parts().stream().filter(part -> part.operation().equals("guard")).count());
        assertEquals(profile.parts().size(), profile.phases());
        profile.parts().forEach(part -> assertTrue(part.nanos() > 0, part.operation()));
    }

    @Test
    void aProfiledRunIsARun() {
        assertArrayEquals(trained(false), trained(true));
    }
}
