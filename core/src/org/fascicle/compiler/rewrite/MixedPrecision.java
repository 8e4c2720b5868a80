package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.compiler.expression.Traversal;

/**
 * Puts casts to bfloat16 around matrix products and convolutions, forward and backward, and changes nothing else: sums of
 * products, parameters, slots, reductions, softmax and normalization stay what they are. To be applied after differentiation.
 * An operand that is only transposed is rounded before that, so that a tensor is rounded once for all its products.
 */
public final class MixedPrecision {
    private static final Set<Primitive> PRODUCTS = Set.of(
            Primitives.MATMUL, Primitives.CONV, Primitives.CONV_GRAD_INPUT, Primitives.CONV_GRAD_KERNEL);

    private final Map<Expr, Expr> results = new IdentityHashMap<>();
    private final Map<Expr, Expr> rounded = new IdentityHashMap<>();
    /** Loops, which several expressions may be results of. */
    private final Map<ScanLoop, ScanLoop> loops = new HashMap<>();
    private final Map<Expr, String> provenance;

    private MixedPrecision(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /**
     * The same values, from rounded products.
     *
     * @param roots what is wanted, without composites
     * @param provenance where expressions come from, by identity; extended
     * @return one expression for each root
     */
    public static List<Expr> apply(List<Expr> roots, Map<Expr, String> provenance) {
        return new MixedPrecision(provenance).rebuild(roots);
    }

    /** Whether the operands of an operation are rounded. */
    public static boolean isProduct(Primitive op) {
        return PRODUCTS.contains(op);
    }

    private List<Expr> rebuild(List<Expr> roots) {
        for (Expr e : Traversal.postorder(roots)) {
            Expr result = Traversal.withOperands(e, results);
            if (isProduct(e.op())) {
                List<Expr> operands = new ArrayList<>();
                result.operands().forEach(operand -> operands.add(round(operand)));
                result = e.op().apply(operands, e.attributes());
            } else if (e.op() == Primitives.SCAN) {
                result = loop(ScanLoop.of(result)).result(ScanLoop.result(e.attributes()));
            }
            label(result, e);
            results.put(e, result);
        }
        List<Expr> rebuilt = new ArrayList<>();
        roots.forEach(root -> rebuilt.add(results.get(root)));
        return rebuilt;
    }

    private ScanLoop loop(ScanLoop scan) {
        ScanLoop known = loops.get(scan);
        if (known == null) {
            known = scan.rebuilt(apply(scan.body().results(), provenance));
            loops.put(scan, known);
        }
        return known;
    }

    private Expr round(Expr x) {
        Expr known = rounded.get(x);
        if (known == null) {
            known = x.op() == Primitives.TRANSPOSE
                    ? x.op().apply(List.of(round(x.operands().get(0))), x.attributes()) : Bfloat16.round(x);
            label(known, x);
            rounded.put(x, known);
        }
        return known;
    }

    private void label(Expr result, Expr origin) {
        String text = provenance.get(origin);
        if (text != null) {
            provenance.putIfAbsent(result, text);
        }
    }
}
