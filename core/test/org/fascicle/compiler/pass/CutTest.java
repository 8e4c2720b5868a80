package org.fascicle.compiler.pass;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.sqrt;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.lowering.Lowering;
import org.junit.jupiter.api.Test;

class CutTest {
    private static final FusionPolicy TOGETHER = new FusionPolicy() {
        @Override
        public boolean fuses(Node producer, Node consumer) {
            return consumer.op() != Primitives.SUM;
        }

        @Override
        public boolean keepsRowsTogether() {
            return true;
        }

        @Override
        public boolean keepsColumnsTogether(int columns) {
            return true;
        }
    };
    private static final PlanPolicy OVERLAPPING = new PlanPolicy() {
        @Override
        public boolean overlaps(Kernel before, Kernel next) {
            return before.run() == next.run();
        }
    };

    private final Lowering lowering = new Lowering(new IdentityHashMap<>());
    private final Expr x = input("x", Type.REAL, Shape.of(Shape.ROWS, 8));
    private final Expr w = variable("w", Type.REAL, Shape.of(8, 8));

    private boolean isRowWise(Expr value) {
        return isRowWise(value, FusionPolicy.NONE);
    }

    private boolean isRowWise(Expr value, FusionPolicy policy) {
        lowering.output("y", value);
        Schedule schedule = Fusion.schedule(lowering.build(), policy);
        return schedule.kernels().get(schedule.kernels().size() - 1).cut() == Cut.ROWS;
    }

    @Test
    void aProductOfRowsIsAndASumOverThemIsNot() {
        assertTrue(isRowWise(tanh(x)));
        assertTrue(new CutTest().isRowWise(matmul(x, w)));
        assertFalse(new CutTest().isRowWise(sum(x, 0)));
        assertTrue(new CutTest().isRowWise(sumKeep(x, 1)));
        assertFalse(new CutTest().isRowWise(matmul(x, x, true, false)));
        assertFalse(new CutTest().isRowWise(tanh(w)));
    }

    @Test
    void aProductThatRoundsWhatItReadsIsOfRowsToo() {
        assertTrue(isRowWise(matmul(Bfloat16.round(x), Bfloat16.round(w)), Policies.EVERYTHING));
        assertFalse(new CutTest().isRowWise(matmul(Bfloat16.round(x), Bfloat16.round(x), true, false), Policies.EVERYTHING));
        assertFalse(new CutTest().isRowWise(matmul(transpose(x, 1, 0), x), Policies.EVERYTHING));
    }

    /** Between the layers something is summed up over rows: it comes behind all that is done row by row. */
    @Test
    void rowsStayTogether() {
        Expr h = x;
        Expr total = null;
        for (int layer = 0; layer < 5; layer++) {
            h = tanh(matmul(h, w));
            Expr columns = sum(h, 0);
            total = total == null ? columns : total.add(columns);
        }
        lowering.output("h", h);
        lowering.output("total", total);
        Schedule schedule = Fusion.schedule(lowering.build(), TOGETHER);
        assertEquals(Cut.ROWS, cuts(schedule).get(0));
        assertEquals(1, cuts(schedule).stream().filter(cut -> cut == Cut.ROWS).count());
    }

    /** Neighbours that are cut alike as one. */
    private static List<Cut> cuts(Schedule schedule) {
        List<Cut> cuts = new ArrayList<>();
        int run = -1;
        for (Kernel kernel : schedule.kernels()) {
            if (kernel.run() != run) {
                cuts.add(kernel.cut());
            }
            run = kernel.run();
        }
        return cuts;
    }

    /** Mean, deviation, what is made of them, and a sum over rows that somebody else asks for: all in one go over the columns. */
    @Test
    void columnsStayTogether() {
        Expr z = matmul(x, w);
        Expr mean = sum(z, 0).mul(0.1);
        Expr off = z.sub(mean);
        Expr deviation = sqrt(sum(off.mul(off), 0).add(1e-3));
        Expr y = tanh(off.div(deviation));
        lowering.output("h", matmul(y, w));
        lowering.output("deviation", deviation);
        lowering.output("columns", sum(y, 0));
        Schedule schedule = Fusion.schedule(lowering.build(), TOGETHER);
        assertEquals(List.of(Cut.ROWS, Cut.COLUMNS, Cut.ROWS), cuts(schedule), schedule.toString());
        schedule.kernels().stream().filter(kernel -> kernel.cut() == Cut.COLUMNS)
                .forEach(kernel -> assertEquals(8, kernel.columns()));
    }

    @Test
    void whatOverlapsSharesNoMemoryUnlessInPlace() {
        for (long seed = 0; seed < 60; seed++) {
            Graph graph = new RandomGraphs(seed, seed % 4 != 0, 3).graph;
            BufferPlan plan = BufferPlan.of(Fusion.schedule(graph, TOGETHER), 5, OVERLAPPING);
            plan.verify();
            List<Kernel> run = new ArrayList<>();
            for (Kernel kernel : plan.schedule().kernels()) {
                run.removeIf(before -> before.run() != kernel.run());
                for (Kernel before : run) {
                    requireApart(plan, before, kernel, seed);
                }
                run.add(kernel);
            }
        }
    }

    private static void requireApart(BufferPlan plan, Kernel before, Kernel kernel, long seed) {
        for (Node a : before.outputs()) {
            for (Node b : kernel.outputs()) {
                Placement one = plan.placement(a);
                Placement other = plan.placement(b);
                boolean isSame = one.offset() == other.offset() && one.elements() == other.elements();
                assertTrue(isSame || !one.overlaps(other),
                        "seed " + seed + ": " + a + " at " + one + ", " + b + " at " + other);
            }
        }
    }
}
