package org.fascicle.core.training;

import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;

/** Gives parameters the values that they have when training has ended. */
final class Ending {
    private Ending() {}

    /**
     * Computes the values once, from parameters and slots, and then writes them all.
     *
     * @param graph has them as outputs by path
     * @param step the number of steps that were made
     * @param scalars the numbers of the host
     */
    static void run(Graph graph, Backend backend, Store store, long step, long seed, ToDoubleFunction<String> scalars) {
        CompileSettings settings = store.settings(1).once();
        try (Program program = new Program(backend, graph, settings, store.buffers(), Map.of())) {
            program.run(1, seed, step, scalars);
            for (Map.Entry<String, Node> output : graph.outputs().entrySet()) {
                store.write(output.getKey(), program.numbers(output.getKey(), output.getValue().shape()));
            }
        }
    }
}
