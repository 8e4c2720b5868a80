package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.compiler.expression.Interner;
import org.fascicle.compiler.expression.Traversal;

/**
 * Makes expressions ready for differentiation: rewrites what overflows or cancels into canonical composites
 * ({@code log(softmax(x))} becomes {@code log_softmax(x)}), then replaces all composites by their decompositions. Equal
 * subexpressions become one; variables and inputs stay the objects that they are. Bodies of loops are rewritten as well, and give what
 * their gradient will read ({@link SavedResults}).
 */
public final class Rewriter {
    private final Map<Expr, String> provenance;
    private final Set<Expr> known = Traversal.identitySet();
    private final Map<ScanBody, ScanBody> bodies = new HashMap<>();

    private Rewriter(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /** As {@link #rewrite(List, Map)}, for tools that do not need to know where expressions come from. */
    public static List<Expr> rewrite(List<Expr> roots) {
        return rewrite(roots, new IdentityHashMap<>());
    }

    /**
     * The same values, without composites.
     *
     * @param roots what is wanted
     * @param provenance where expressions come from, by identity; a new expression gets that of the one that it replaces
     * @return one expression for each root
     */
    public static List<Expr> rewrite(List<Expr> roots, Map<Expr, String> provenance) {
        Rewriter rewriter = new Rewriter(provenance);
        List<Expr> rewritten = rewriter.rebuild(roots, StabilityRules::apply);
        while (Traversal.postorder(rewritten).stream().anyMatch(e -> e.op().decomposition().isPresent())) {
            rewritten = rewriter.rebuild(rewritten, Rewriter::decompose);
        }
        return rewriter.rebuild(rewritten, UnaryOperator.identity());
    }

    private static Expr decompose(Expr e) {
        return e.op().decomposition().map(decomposition -> decomposition.apply(e)).orElse(e);
    }

    private List<Expr> rebuild(List<Expr> roots, UnaryOperator<Expr> rule) {
        Map<Expr, Expr> rebuilt = new IdentityHashMap<>();
        Interner interner = new Interner();
        List<Expr> order = Traversal.postorder(roots);
        known.addAll(order);
        for (Expr e : order) {
            boolean source = e.op() == Primitives.VARIABLE || e.op() == Primitives.INPUT;
            Expr result = source ? e : rule.apply(interner.intern(inside(Traversal.withOperands(e, rebuilt))));
            if (!known.contains(result)) {
                Traversal.label(result, provenance.getOrDefault(e, e.op().name()), known, provenance);
            }
            rebuilt.put(e, result);
        }
        List<Expr> results = new ArrayList<>();
        roots.forEach(root -> results.add(rebuilt.get(root)));
        return results;
    }

    /** A scan of a rewritten body, which keeps what its gradient will read. */
    private Expr inside(Expr e) {
        if (e.op() != Primitives.SCAN) {
            return e;
        }
        ScanBody body = ScanLoop.body(e.attributes());
        ScanBody rewritten = bodies.get(body);
        if (rewritten == null) {
            rewritten = SavedResults.of(body.with(rewrite(body.results(), provenance)));
            bodies.put(body, rewritten);
            bodies.put(rewritten, rewritten);
        }
        return e.op().apply(e.operands(), ScanLoop.with(e.attributes(), rewritten));
    }
}
