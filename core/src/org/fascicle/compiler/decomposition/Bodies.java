package org.fascicle.compiler.decomposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/** Bodies of loops in the primitives that a backend has kernels for. Used by one thread. */
final class Bodies {
    private final Set<Primitive> kernels;
    private final Map<ScanBody, ScanBody> known = new HashMap<>();

    Bodies(Set<Primitive> kernels) {
        this.kernels = kernels;
    }

    /** Whether there are kernels for all of a body. */
    boolean haveKernels(ScanBody body) {
        return Traversal.postorder(body.results()).stream().allMatch(e -> kernels.contains(e.op())
                && (e.op() != Primitives.SCAN || haveKernels(ScanLoop.body(e.attributes()))));
    }

    /** The body in such primitives; empty where it cannot be decomposed into them. */
    Optional<ScanBody> of(ScanBody body) {
        ScanBody decomposed = known.get(body);
        if (decomposed == null) {
            Map<Expr, Expr> became = new IdentityHashMap<>();
            for (Expr e : Traversal.postorder(body.results())) {
                Expr made = made(Traversal.withOperands(e, became), new ArrayList<>());
                if (made == null) {
                    return Optional.empty();
                }
                became.put(e, made);
            }
            List<Expr> results = new ArrayList<>();
            body.results().forEach(result -> results.add(became.get(result)));
            decomposed = body.with(results);
            known.put(body, decomposed);
        }
        return Optional.of(decomposed);
    }

    /** An expression over operands that are made; null if it cannot be made. */
    private @Nullable Expr made(Expr e, List<Primitive> inside) {
        if (e.op() == Primitives.SCAN && kernels.contains(e.op())) {
            Optional<ScanBody> body = of(ScanLoop.body(e.attributes()));
            return body.map(own -> e.op().apply(e.operands(), ScanLoop.with(e.attributes(), own))).orElse(null);
        }
        if (kernels.contains(e.op())) {
            return e;
        }
        Optional<Expr> parts = inside.contains(e.op()) ? Optional.empty() : Rules.decompose(e);
        if (parts.isEmpty()) {
            return null;
        }
        List<Primitive> deeper = new ArrayList<>(inside);
        deeper.add(e.op());
        Map<Expr, Expr> became = new IdentityHashMap<>();
        e.operands().forEach(operand -> became.put(operand, operand));
        for (Expr part : Traversal.postorder(List.of(parts.get()), Set.copyOf(became.keySet()))) {
            Expr made = made(Traversal.withOperands(part, became), deeper);
            if (made == null) {
                return null;
            }
            became.put(part, made);
        }
        return Objects.requireNonNull(became.get(parts.get()));
    }
}
