package org.fascicle.compiler.gradient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Traversal;

/**
 * Expressions as a gradient sees them: what stands in a {@code stop_gradient} is a constant to it, and a {@code with_gradient_of} moves as its
 * second operand does, from the value of the first. Here what stands still is an input, so that the expressions can be computed at
 * another point with the constants of the first one, as central differences need it. Immutable.
 */
public final class Held {
    private final List<Expr> expressions;
    private final Map<String, Expr> constants;

    private Held(List<Expr> expressions, Map<String, Expr> constants) {
        this.expressions = List.copyOf(expressions);
        this.constants = Collections.unmodifiableMap(constants);
    }

    /**
     * What some expressions are to a gradient.
     *
     * @param roots the expressions
     * @param prefix what the names of the inputs begin with; no other input may have such a name
     */
    public static Held of(List<Expr> roots, String prefix) {
        Map<Expr, Expr> became = new IdentityHashMap<>();
        Map<String, Expr> constants = new LinkedHashMap<>();
        Map<ScanLoop, ScanLoop> loops = new HashMap<>();
        for (Expr e : Traversal.postorder(roots)) {
            if (isHeld(e)) {
                String name = prefix + constants.size();
                constants.put(name, constant(e));
                became.put(e, moving(e, became, Expressions.input(name, e.type(), e.shape())));
            } else if (e.op() == Primitives.SCAN && isHeldInside(e)) {
                ScanLoop held = loops.computeIfAbsent(ScanLoop.of(e), scan -> held(scan, became, prefix, constants));
                became.put(e, held.result(ScanLoop.result(e.attributes())));
            } else {
                became.put(e, Traversal.withOperands(e, became));
            }
        }
        List<Expr> expressions = new ArrayList<>();
        roots.forEach(root -> expressions.add(Objects.requireNonNull(became.get(root))));
        return new Held(expressions, constants);
    }

    private static boolean isHeldInside(Expr scan) {
        return Traversal.postorder(ScanLoop.of(scan).body().results()).stream().anyMatch(Held::isHeld);
    }

    private static boolean isHeld(Expr e) {
        return e.op() == Primitives.STOP_GRADIENT || e.op() == Primitives.WITH_GRADIENT_OF;
    }

    /** What stands still of an expression that is held: all of it, or the distance from what moves. */
    private static Expr constant(Expr e) {
        Expr value = e.operands().get(0);
        return e.op() == Primitives.STOP_GRADIENT ? value : value.sub(e.operands().get(1));
    }

    /** What an expression is that is held, with an input for what stands still. */
    private static Expr moving(Expr e, Map<Expr, Expr> became, Expr constant) {
        return e.op() == Primitives.STOP_GRADIENT ? constant
                : Objects.requireNonNull(became.get(e.operands().get(1))).add(constant);
    }

    /** A loop that reads, step by step, what stands still in its body. */
    private static ScanLoop held(ScanLoop scan, Map<Expr, Expr> became, String prefix, Map<String, Expr> constants) {
        ScanBody body = scan.body();
        List<Expr> results = body.results();
        int count = results.size();
        List<Expr> stopped = new ArrayList<>();
        for (Expr e : Traversal.postorder(results)) {
            if (isHeld(e)) {
                stopped.add(e);
                results.add(constant(e));
            }
        }
        ScanLoop known = scan.with(body.with(results));
        Map<Expr, Expr> still = new IdentityHashMap<>();
        List<Expr> slices = new ArrayList<>(body.slices());
        int carries = body.carries().size();
        List<Expr> operands = new ArrayList<>();
        scan.operands().forEach(operand -> operands.add(Objects.requireNonNull(became.get(operand))));
        List<Expr> sequences = new ArrayList<>(operands.subList(carries, carries + slices.size()));
        for (int i = 0; i < stopped.size(); i++) {
            Expr e = stopped.get(i);
            String name = prefix + constants.size();
            Expr value = known.result(count + i);
            constants.put(name, value);
            sequences.add(Expressions.input(name, e.type(), value.shape()));
            Expr slice = Expressions.input(name, e.type(), e.shape());
            slices.add(slice);
            still.put(e, slice);
        }
        Map<Expr, Expr> inside = new IdentityHashMap<>();
        for (Expr e : Traversal.postorder(body.results())) {
            Expr constant = still.get(e);
            inside.put(e, constant == null ? Traversal.withOperands(e, inside) : moving(e, inside, constant));
        }
        List<Expr> next = new ArrayList<>();
        body.next().forEach(e -> next.add(Objects.requireNonNull(inside.get(e))));
        List<Expr> outputs = new ArrayList<>();
        body.outputs().forEach(e -> outputs.add(Objects.requireNonNull(inside.get(e))));
        Map<Expr, Expr> outer = new IdentityHashMap<>();
        for (int i = 0; i < body.captured().size(); i++) {
            outer.put(body.captured().get(i), operands.get(carries + body.slices().size() + i));
        }
        return ScanLoop.close(operands.subList(0, carries), sequences, scan.steps(), scan.isBackwards(), body.carries(), slices,
                next,
                outputs, outer);
    }

    /** The expressions, one for each root, with an input for each constant. */
    public List<Expr> expressions() {
        return expressions;
    }

    /** What the inputs have to hold, by their names: expressions without such inputs. */
    public Map<String, Expr> constants() {
        return constants;
    }
}
