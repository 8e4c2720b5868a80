package org.fascicle.compiler.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.Uniform;
import org.fascicle.compiler.expression.Interner;
import org.fascicle.compiler.expression.ScalarMath;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions smaller without changing a bit of their values in IEEE arithmetic (NaN, infinities and −0 included):
 * equal structures become one, constants are folded in float64, operations without effect go, and what is equal along an
 * axis is computed once and repeated afterwards.
 */
public final class Simplifier {
    private final Interner interner = new Interner();
    private final Map<Expr, Expr> results = new IdentityHashMap<>();
    private final Map<Expr, String> provenance;
    private final Set<Expr> known = Traversal.identitySet();
    private final Map<ScanLoop, ScanLoop> loops = new HashMap<>();

    public Simplifier(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /** One expression for each root. What is made gets the provenance of what it replaces. */
    public List<Expr> simplify(List<Expr> roots) {
        for (Expr e : Traversal.postorder(roots)) {
            if (!results.containsKey(e)) {
                Expr result = make(e.op(), became(e.operands()), e.attributes());
                if (!known.contains(result)) {
                    Traversal.label(result, provenance.getOrDefault(e, e.op().name()), known, provenance);
                }
                results.put(e, result);
            }
        }
        return became(roots);
    }

    /** An expression over simplified operands, simplified. */
    Expr make(Primitive op, List<Expr> operands, Attributes attributes) {
        Expr plain = interner.make(op, operands, attributes);
        Expr known = results.get(plain);
        if (known != null) {
            return known;
        }
        Expr result = reduce(plain);
        results.put(plain, result);
        results.put(result, result);
        return result;
    }

    /** An elementwise expression over simplified operands of one shape, simplified. */
    Expr make(Primitive op, Expr... operands) {
        return make(op, List.of(operands), Attributes.none());
    }

    /** A simplified expression, repeated. */
    Expr broadcast(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : make(Primitives.BROADCAST, List.of(x), Attributes.of("shape", shape));
    }

    /** A simplified expression in another shape. */
    Expr reshape(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : make(Primitives.RESHAPE, List.of(x), Attributes.of("shape", shape));
    }

    /** A number of a type, repeated. */
    Expr full(double value, Type type, Shape shape) {
        Attributes attributes = Attributes.of("value", value).with("type", type);
        return broadcast(make(Primitives.CONSTANT, List.of(), attributes), shape);
    }

    private List<Expr> became(List<Expr> before) {
        List<Expr> now = new ArrayList<>(before.size());
        before.forEach(e -> now.add(results.get(e)));
        return now;
    }

    private Expr reduce(Expr e) {
        if (e.op().access() == Access.ELEMENTWISE) {
            return elementwise(e);
        }
        return e.op() == Primitives.SCAN ? inside(e) : MovementIdentities.apply(e, this);
    }

    /** A result of a loop of a simplified body, which leaves to others what does not depend on a step. */
    private Expr inside(Expr e) {
        ScanLoop scan = ScanLoop.of(e);
        ScanLoop simplified = loops.get(scan);
        if (simplified == null) {
            ScanLoop rebuilt = scan.rebuilt(new Simplifier(provenance).simplify(scan.body().results()));
            simplified = rebuilt.with(simplify(rebuilt.operands()));
            loops.put(scan, simplified);
            loops.put(simplified, simplified);
        }
        return interner.intern(simplified.result(ScanLoop.result(e.attributes())));
    }

    private Expr elementwise(Expr e) {
        Expr folded = fold(e);
        if (folded != null) {
            return folded;
        }
        Expr smaller = ElementwiseIdentities.apply(e, this);
        return smaller == e ? beforeRepetition(e) : smaller;
    }

    private @Nullable Expr fold(Expr e) {
        double[] values = new double[3];
        for (int i = 0; i < e.operands().size(); i++) {
            Expr operand = e.operands().get(i);
            if (operand.op() != Primitives.CONSTANT) {
                return null;
            }
            values[i] = operand.attributes().number("value");
        }
        return full(ScalarMath.of(e).apply(values[0], values[1], values[2]), e.type(), e.shape());
    }

    // f(broadcast(x)) is broadcast(f(x)), and so on for operands that are repeated along the same axes.
    private Expr beforeRepetition(Expr e) {
        Shape shape = Shape.scalar();
        for (Expr operand : e.operands()) {
            shape = Expressions.broadcastShape(shape, Uniform.source(operand).shape());
            if (shape.equals(e.shape())) {
                return e;
            }
        }
        List<Expr> sources = new ArrayList<>(e.operands().size());
        for (Expr operand : e.operands()) {
            sources.add(broadcast(Uniform.source(operand), shape));
        }
        return broadcast(make(e.op(), sources, e.attributes()), e.shape());
    }
}
