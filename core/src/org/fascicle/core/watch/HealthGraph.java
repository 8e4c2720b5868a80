package org.fascicle.core.watch;

import java.util.List;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.watch.Health;

/** What watches measure, as a graph that writes nothing: each measure is an output. Immutable. */
public final class HealthGraph {
    private final Graph graph;
    private final List<Output> outputs;

    /**
     * A graph.
     *
     * @param outputs what its outputs are, by their numbers: {@link #name}
     */
    public HealthGraph(Graph graph, List<Output> outputs) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
    }

    /** The name of an output of the graph. */
    public static String name(int output) {
        return "measure/" + output;
    }

    Graph graph() {
        return graph;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** What one output is. Immutable. */
    public static final class Output {
        private final String watch;
        private final String place;
        private final String name;
        private final Shape shape;

        Output(String watch, String place, String name, Shape shape) {
            this.watch = watch;
            this.place = place;
            this.name = name;
            this.shape = shape;
        }

        Shape shape() {
            return shape;
        }

        Health.Measure measured(double[] values) {
            return Health.Measure.of(watch, place, name, shape, values);
        }
    }
}
