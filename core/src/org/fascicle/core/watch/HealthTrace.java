package org.fascicle.core.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;
import org.fascicle.api.watch.WatchedParameter;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.update.Updates;

/** Asks watches what they measure of one training step. Lives no longer than the trace. */
public final class HealthTrace {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    private final NetworkTrace network;
    private final TechniqueFactory factory;
    private final List<HealthGraph.Output> outputs = new ArrayList<>();
    private final Map<String, Expr> measured = new LinkedHashMap<>();

    private HealthTrace(NetworkTrace network, TechniqueFactory factory) {
        this.network = network;
        this.factory = factory;
    }

    /**
     * What watches measure.
     *
     * @param loss as it was traced
     * @param updates of the same trace
     */
    public static HealthTrace of(NetworkTrace network, TechniqueFactory factory, List<TechniqueSpec> watches, Expr loss,
            Updates updates) {
        HealthTrace trace = new HealthTrace(network, factory);
        List<WatchedLayer> layers = Layers.of(network, loss);
        List<WatchedParameter> parameters = parameters(network, updates);
        watches.forEach(watch -> trace.ask(watch, layers, parameters));
        return trace;
    }

    /** What is measured, by {@link HealthGraph#name}. */
    public Map<String, Expr> measured() {
        return measured;
    }

    /** What each of that is. */
    public List<HealthGraph.Output> outputs() {
        return outputs;
    }

    private static List<WatchedParameter> parameters(NetworkTrace network, Updates updates) {
        List<WatchedParameter> parameters = new ArrayList<>();
        List<Expr> next = updates.next(network.trace());
        for (int i = 0; i < next.size(); i++) {
            Parameter parameter = updates.trained().get(i);
            parameters.add(new TracedParameter(parameter.path(), parameter.value(), updates.gradients().get(i),
                    next.get(i).sub(parameter.value())));
        }
        return parameters;
    }

    private void ask(TechniqueSpec spec, List<WatchedLayer> layers, List<WatchedParameter> parameters) {
        Watch watch = guarded(spec, () -> (Watch) factory.create(spec));
        for (WatchedLayer layer : layers) {
            guarded(spec, () -> add(spec, layer.name(), watch.layer(layer)));
        }
        for (WatchedParameter parameter : parameters) {
            guarded(spec, () -> add(spec, parameter.path(), watch.parameter(parameter)));
        }
    }

    private boolean add(TechniqueSpec spec, String place, Map<String, Expr> measures) {
        // Sorted, so that whoever gives a map without order gives the same program each time.
        new TreeMap<>(measures).forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("calls a measure of '" + place + "' '" + name
                        + "': a name has letters, digits and _, and begins with none of the digits");
            } else if (value.type() != Type.REAL || value.shape().isBatched()) {
                throw new IllegalArgumentException("gave " + value + " as '" + name + "' of '" + place
                        + "', where reals without the batch's rows were expected");
            }
            measured.put(HealthGraph.name(outputs.size()), network.trace().attribute(value, place + " (" + spec.name() + ")"));
            outputs.add(new HealthGraph.Output(spec.name(), place, name, value.shape()));
        });
        return true;
    }

    private static <T> T guarded(TechniqueSpec spec, Supplier<T> action) {
        return NetworkTrace.guarded(spec, "watch", action);
    }
}
