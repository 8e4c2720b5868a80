package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Traversal;

/** A loop as a copy of its body for each step. */
final class Unrolling {
    private Unrolling() {}

    static Optional<Expr> scan(Expr e) {
        return Optional.of(results(ScanLoop.of(e)).get(ScanLoop.result(e.attributes())));
    }

    /** All results of a loop. */
    static List<Expr> results(ScanLoop scan) {
        ScanBody body = scan.body();
        Map<Expr, Expr> fixed = new IdentityHashMap<>();
        List<Expr> carried = new ArrayList<>(scan.operands().subList(0, body.carries().size()));
        for (int i = 0; i < body.captured().size(); i++) {
            fixed.put(body.captured().get(i), scan.operands().get(carried.size() + body.slices().size() + i));
        }
        List<List<Expr>> stacks = new ArrayList<>();
        body.outputs().forEach(output -> stacks.add(new ArrayList<>()));
        List<Expr> order = Traversal.postorder(body.results());
        Set<Expr> moving = Traversal.identitySet();
        moving.addAll(body.carries());
        moving.addAll(body.slices());
        for (Expr e : order) {
            if (e.operands().stream().anyMatch(moving::contains)) {
                moving.add(e);
            } else if (!moving.contains(e)) {
                fixed.computeIfAbsent(e, any -> Traversal.withOperands(e, fixed));
            }
        }
        for (int i = 0; i < scan.steps(); i++) {
            int at = scan.isBackwards() ? scan.steps() - 1 - i : i;
            Map<Expr, Expr> step = new IdentityHashMap<>(fixed);
            for (int carry = 0; carry < carried.size(); carry++) {
                step.put(body.carries().get(carry), carried.get(carry));
            }
            for (int sequence = 0; sequence < body.slices().size(); sequence++) {
                Expr whole = scan.operands().get(carried.size() + sequence);
                Expr placeholder = body.slices().get(sequence);
                step.put(placeholder, reshape(slice(whole, ScanLoop.stepAxis(whole.shape()), at, at + 1), placeholder.shape()));
            }
            order.forEach(e -> step.computeIfAbsent(e, any -> Traversal.withOperands(e, step)));
            for (int carry = 0; carry < carried.size(); carry++) {
                carried.set(carry, Objects.requireNonNull(step.get(body.next().get(carry))));
            }
            for (int output = 0; output < stacks.size(); output++) {
                Expr given = Objects.requireNonNull(step.get(body.outputs().get(output)));
                stacks.get(output).add(reshape(given, ScanLoop.stacked(given.shape(), 1)));
            }
        }
        List<Expr> results = new ArrayList<>(carried);
        stacks.forEach(stack -> {
            if (scan.isBackwards()) {
                Collections.reverse(stack);
            }
            results.add(concat(stack, ScanLoop.stepAxis(stack.get(0).shape())));
        });
        return results;
    }
}
