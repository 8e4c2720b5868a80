package org.fascicle.core.trace;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.calculus.Calculus;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.graph.Graph;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.Rewriter;
import org.osgi.service.component.annotations.Component;

/** Offers to tools what networks are made with. Safe for any thread: it keeps nothing. */
@Component
public final class CalculusComponent implements Calculus {
    @Override
    public List<Expr> rewrite(List<Expr> expressions) {
        return Rewriter.rewrite(expressions, new IdentityHashMap<>());
    }

    @Override
    public List<Expr> gradients(Expr loss, List<Expr> by) {
        return Differentiator.gradients(loss, by, new IdentityHashMap<>());
    }

    @Override
    public Graph graph(Map<String, Expr> outputs) {
        Lowering lowering = new Lowering(new IdentityHashMap<>());
        outputs.forEach(lowering::output);
        return lowering.build();
    }

    @Override
    public void scalars(Graph graph, ToDoubleFunction<String> named, double[] into) {
        HostScalars.compile(graph.scalars()).evaluate(named, into);
    }
}
