package org.fascicle.core.training;

import java.util.Map;
import java.util.function.Predicate;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;

/** Gives parameters their first values. */
public final class Initialization {
    private Initialization() {}

    /**
     * Runs the initializers of a network once and writes what they give into its store.
     *
     * @param graph the first values, by path
     * @param wanted the paths of those that are written
     */
    public static void run(Graph graph, Predicate<String> wanted, Backend backend, Store store, Schedules schedules, long seed) {
        CompileSettings settings = store.settings(1).once();
        try (Program program = new Program(backend, graph, settings, store.buffers(), Map.of())) {
            program.run(1, seed, 0, name -> schedules.scalar(name, 1));
            for (Map.Entry<String, Node> output : graph.outputs().entrySet()) {
                if (wanted.test(output.getKey())) {
                    store.write(output.getKey(), program.numbers(output.getKey(), output.getValue().shape()));
                }
            }
        }
    }
}
