package org.fascicle.api.expr;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ScanTest {
    private final Expr x = input("x", Type.REAL, Shape.batch(7, 3));
    private final Expr h0 = input("h", Type.REAL, Shape.batch(3));
    private final Expr w = variable("w", Type.REAL, Shape.of(3, 3));
    private final Expr b = variable("b", Type.REAL, Shape.of(3));

    private Scan simple() {
        return Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(matmul(step.carry(0), w).add(b.square()).add(step.slice(0)));
            return step.next(h).giving(h.mul(2));
        });
    }

    @Test
    void resultsAreCarriesAndStacks() {
        assertEquals(Shape.batch(3), simple().carry(0).shape());
        assertEquals(Shape.batch(7, 3), simple().output(0).shape());
        Expr times = variable("times", Type.REAL, Shape.of(4, 2));
        Scan counted = Scan.over(times).run(step -> step.next().giving(step.slice(0).gt(0)));
        assertEquals(Shape.of(4, 2), counted.output(0).shape());
        assertEquals(Type.BOOL, counted.output(0).type());
        assertThrows(IndexOutOfBoundsException.class, () -> simple().carry(1));
        assertThrows(IndexOutOfBoundsException.class, () -> simple().output(1));
    }

    /** What does not depend on a step is computed before the loop; a number and what is only repeated is made inside. */
    @Test
    void theBodyIsClosed() {
        ScanLoop scan = ScanLoop.of(simple().carry(0));
        assertEquals(List.of("h", "x"), scan.operands().subList(0, 2).stream().map(e -> e.attributes().text("name"))
                .collect(Collectors.toList()));
        assertSame(w, scan.operands().get(2));
        assertEquals(Primitives.MUL, scan.operands().get(3).op());
        assertEquals(Shape.of(3), scan.operands().get(3).shape());
        assertEquals(4, scan.operands().size());
    }

    @Test
    void aTransposedMatrixIsTransposedBeforeTheLoop() {
        Scan scan = Scan.over(x).from(h0).run(step -> {
            Expr h = matmul(step.carry(0), w, false, true).add(step.slice(0));
            return step.next(matmul(h, w, false, true)).giving(h);
        });
        ScanLoop loop = ScanLoop.of(scan.output(0));
        assertEquals(3, loop.operands().size());
        assertEquals(Primitives.TRANSPOSE, loop.operands().get(2).op());
    }

    @Test
    void bodiesAreComparedByStructure() {
        ScanBody body = ScanLoop.of(simple().carry(0)).body();
        assertEquals(body, ScanLoop.of(simple().output(0)).body());
        assertEquals(body.hashCode(), ScanLoop.of(simple().output(0)).body().hashCode());
        Scan other = Scan.over(x).from(h0).run(step -> {
            Expr h = tanh(matmul(step.carry(0), w).add(b.square()).add(step.slice(0)));
            return step.next(h).giving(h.mul(3));
        });
        assertNotEquals(body, ScanLoop.of(other.output(0)).body());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("carry 0 of a scan is real [rows, 3] before a step and real [rows, 7, 3] behind it",
                () -> Scan.over(x).from(h0).run(step -> step.next(x)));
        refused("carry 0 of a scan is real [rows, 3] before a step and bool [rows, 3] behind it",
                () -> Scan.over(x).from(h0).run(step -> step.next(step.carry(0).gt(0))));
        refused("a scan of 1 carries needs as many next ones, not 0", () -> Scan.over(x).from(h0).run(step -> step.next()));
        refused("the sequences of a scan have 7 steps, but [rows, 3] has 3", () -> Scan.over(x, h0));
        refused("a scan needs [rows, steps, …] or [steps, …], not [rows]", () -> Scan.over(input("y", Type.REAL, Shape.batch())));
        refused("a scan needs at least one step, not 0", () -> Scan.over(input("y", Type.REAL, Shape.batch(0, 3))));
        refused("a scan needs at least one step, not 0", () -> Scan.times(0));
        refused("a scan over nothing", () -> Scan.over());
        refused("what a scan stacks must have the rows as its first axis, or none: [3, rows]",
                () -> Scan.over(x).run(step -> step.next().giving(Expressions.transpose(step.slice(0), 1, 0))));
        Scan scan = simple();
        refused("operand 1 of a scan is real [rows] in a step, not real [rows, 3]", () -> Primitives.SCAN.apply(
                List.of(h0, input("y", Type.REAL, Shape.batch(7)), w, b), scan.output(0).attributes()));
        refused("takes 4 operands, not 1", () -> Primitives.SCAN.apply(List.of(h0), scan.output(0).attributes()));
    }

    private static void refused(String message, Executable making) {
        String thrown = assertThrows(ShapeException.class, making).getMessage();
        assertTrue(thrown.contains(message), thrown);
    }

    /** What no node asks for is not in the step, nor the carries and sequences that only that needs. */
    @Test
    void aStepHoldsWhatIsNeeded() {
        ScanLoop scan = ScanLoop.of(Scan.over(x, x.mul(2)).from(h0, h0.mul(2), h0).run(step -> step
                .next(step.carry(1), step.carry(0).add(step.slice(0)), step.carry(2).mul(step.slice(1)))
                .giving(step.carry(0), step.slice(1), constant(3))).output(0));
        assertEquals(List.of("carry0", "carry1", "slice0"), inputs(scan, 3));
        assertEquals(List.of("slice1"), inputs(scan, 4));
        assertEquals(List.of(), inputs(scan, 5));
        assertEquals(List.of("carry2", "slice1"), inputs(scan, 2));
        assertEquals(List.of("carry2", "slice1"), inputs(scan, 2, 4));
    }

    private static List<String> inputs(ScanLoop scan, int... results) {
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> nodes = new IdentityHashMap<>();
        for (Expr e : ScanBody.postorder(scan.operands(), Set.of())) {
            nodes.put(e, builder.add(e, e.operands().stream().map(nodes::get).collect(Collectors.toList()), "test"));
        }
        List<Node> operands = scan.operands().stream().map(nodes::get).collect(Collectors.toList());
        for (int result : results) {
            builder.output("" + result, builder.add(scan.result(result), operands, "test"));
        }
        Graph graph = builder.build();
        Map<Node, Loop> loops = Loop.of(graph);
        assertEquals(results.length, loops.size());
        assertEquals(1, loops.values().stream().distinct().count());
        return loops.values().iterator().next().step().inputs().keySet().stream().sorted().collect(Collectors.toList());
    }
}
