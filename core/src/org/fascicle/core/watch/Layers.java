package org.fascicle.core.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.watch.WatchedLayer;
import org.fascicle.compiler.gradient.Differentiator;
import org.fascicle.compiler.gradient.Slope;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Activations;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.trace.NetworkTrace;
import org.jspecify.annotations.Nullable;

/** The layers of one trace as watches see them, with their gradients. Lives no longer than the trace. */
final class Layers {
    private final Trace trace;
    private final List<String> names = new ArrayList<>();
    private final List<Activations.@Nullable Activation> activations = new ArrayList<>();

    private Layers(Trace trace) {
        this.trace = trace;
    }

    /**
     * All layers that give reals for each row.
     *
     * @param loss as it was traced
     */
    static List<WatchedLayer> of(NetworkTrace network, Expr loss) {
        return new Layers(network.trace()).find(network.results(), loss);
    }

    private List<WatchedLayer> find(Map<String, Expr> results, Expr loss) {
        // Rewritten together, so that each stands in the loss as the expression that it is.
        List<Expr> roots = new ArrayList<>(List.of(loss));
        results.forEach((name, output) -> {
            if (output.type() == Type.REAL && output.shape().rowsAxis() == 0) {
                Activations.Activation activation = trace.activations().of(name).filter(
                        each -> each.sums().shape().equals(output.shape()) && each.result() == output).orElse(null);
                names.add(name);
                activations.add(activation);
                roots.add(output);
                roots.add(activation == null ? output : activation.sums());
            }
        });
        List<Expr> simple = Rewriter.rewrite(roots, trace.provenance());
        List<Expr> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            places.add(simple.get(2 + 2 * i));
        }
        List<Expr> gradients = Differentiator.gradients(simple.get(0), places, trace.provenance());
        List<WatchedLayer> layers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Expr output = simple.get(1 + 2 * i);
            Expr sums = activations.get(i) == null ? null : places.get(i);
            layers.add(new TracedLayer(names.get(i), output, sums,
                    sums == null ? null : Slope.of(output, sums, trace.provenance()), gradients.get(i)));
        }
        return layers;
    }
}
