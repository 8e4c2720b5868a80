package org.fascicle.compiler.lowering;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Uniform;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sign from a value that is kept in any case, in place of one that need not be kept: {@code expm1(z)} has the
 * sign of {@code z}, and a choice between {@code z} and a number by the sign of z most often shows that sign. The backward
 * pass needs {@code expm1(z)} for its derivative and the next layer reads what was chosen; neither needs {@code z}. Exact: zeros,
 * denormals, infinities and NaN included.
 */
final class Signs {
    private static final Set<Primitive> COMPARISONS = Set.of(Primitives.GT, Primitives.GE, Primitives.EQ);

    private final Map<Expr, String> provenance;
    private final Map<Expr, Expr> results = new IdentityHashMap<>();
    /** What has the sign of an expression, by that expression. */
    private final Map<Expr, Expr> alike = new IdentityHashMap<>();
    /** What was chosen by a sign, by the condition. */
    private final Map<Expr, Expr> chosen = new IdentityHashMap<>();

    private Signs(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /**
     * The same values.
     *
     * @param roots simplified
     * @param provenance where expressions come from, by identity; extended
     * @return one expression for each root
     */
    static List<Expr> apply(List<Expr> roots, Map<Expr, String> provenance) {
        return new Signs(provenance).rebuild(roots);
    }

    private List<Expr> rebuild(List<Expr> roots) {
        List<Expr> order = Traversal.postorder(roots);
        for (Expr e : order) {
            if (e.op() == Primitives.EXPM1) {
                alike.put(e.operands().get(0), e);
            } else if (e.op() == Primitives.WHERE && shows(e)) {
                chosen.put(e.operands().get(0), e);
            }
        }
        for (Expr e : order) {
            Expr result = rebuilt(e);
            Expr asked = asked(e);
            Expr replacement = asked == null ? null : alike.getOrDefault(asked, chosen.get(e));
            // The choice itself still reads the condition as it was.
            results.put(e, asked == null || replacement == null ? result : compared(e, asked, rebuilt(replacement)));
        }
        List<Expr> rebuilt = new ArrayList<>();
        roots.forEach(root -> rebuilt.add(results.get(root)));
        return rebuilt;
    }

    private Expr rebuilt(Expr e) {
        Expr known = results.get(e);
        if (known == null) {
            // The replacement may be rebuilt early: of its operands only a zero may still be missing.
            e.operands().stream().filter(Signs::isZero).forEach(zero -> results.put(zero, zero));
            known = Traversal.withOperands(e, results, provenance);
            results.put(e, known);
        }
        return known;
    }

    private Expr compared(Expr comparison, Expr asked, Expr replacement) {
        List<Expr> operands = new ArrayList<>();
        comparison.operands().forEach(operand -> operands.add(operand == asked ? replacement : operand));
        Expr result = comparison.op().apply(operands, comparison.attributes());
        return Traversal.labelled(result, provenance.get(comparison), provenance);
    }

    /** What a comparison compares with 0; null if it is none. */
    private static @Nullable Expr asked(Expr e) {
        if (!COMPARISONS.contains(e.op()) || e.operands().get(0).type() != Type.REAL) {
            return null;
        }
        Expr a = e.operands().get(0);
        Expr b = e.operands().get(1);
        return isZero(b) ? a : isZero(a) ? b : null;
    }

    /** Whether one side is what was asked about, and the other is 0, of which the condition holds as it does of that side. */
    private static boolean shows(Expr where) {
        Expr condition = where.operands().get(0);
        Expr asked = asked(condition);
        boolean holdsOfZero = condition.op() != Primitives.GT;
        return asked != null && where.operands().get(holdsOfZero ? 2 : 1) == asked
                && isZero(where.operands().get(holdsOfZero ? 1 : 2));
    }

    private static boolean isZero(Expr e) {
        OptionalDouble constant = Uniform.constant(e);
        return constant.isPresent() && constant.getAsDouble() == 0;
    }
}
