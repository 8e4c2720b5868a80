package org.fascicle.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.model.Sampled;
import org.fascicle.compiler.decomposition.Decomposition;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.core.program.Program;
import org.fascicle.core.program.Store;

/**
 * Computes outputs for scaled features, up to a number of rows a run; safe for many threads, each of which borrows a workspace of its
 * own.
 */
final class Predictor implements AutoCloseable {
    private final Backend backend;
    private final Store store;
    private final int batch;
    private final Map<String, Integer> inputs = new LinkedHashMap<>();
    private final Map<String, Integer> outputs = new LinkedHashMap<>();
    private final List<Expr> scalars;
    private final ToDoubleFunction<String> schedules;
    private final Executable executable;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    /**
     * A predictor with a network's present parameters.
     *
     * @param graph of the outputs of one batch
     * @param schedules give what numbers that are scheduled are at this moment
     * @param batch the most rows of one run
     */
    Predictor(Graph graph, ToDoubleFunction<String> schedules, Backend backend, Store store, int batch) {
        this.backend = backend;
        this.store = store;
        this.batch = batch;
        this.schedules = schedules;
        Program.requireMemory(graph, batch);
        graph.inputs().forEach((name, node) -> inputs.put(name, width(node)));
        graph.outputs().forEach((name, node) -> outputs.put(name, width(node)));
        scalars = graph.scalars();
        executable = backend.compile(Decomposition.of(graph, backend), store.settings(batch));
    }

    private static int width(Node node) {
        return Math.toIntExact(node.shape().sizePerRow());
    }

    /**
     * The outputs for some rows, by name.
     *
     * @param features scaled, row-major, by the graph's inputs
     * @param rows how many
     */
    Map<String, float[]> predict(Map<String, float[]> features, int rows) {
        Map<String, float[]> values = new LinkedHashMap<>();
        outputs.forEach((name, width) -> values.put(name, new float[Math.multiplyExact(rows, width)]));
        borrow(worker -> {
            for (int from = 0; from < rows; from += batch) {
                int now = Math.min(batch, rows - from);
                worker.write(features, from, now);
                worker.run(now, 0, 0);
                int at = from;
                values.forEach((name, into) -> worker.read(name, now, into, at));
            }
        });
        return values;
    }

    /**
     * Mean and spread of the outputs for some rows, by name.
     *
     * @param features scaled, row-major, by the graph's inputs
     * @param rows how many
     * @param samples how often they are computed, each time with other draws
     * @param seed of the draws
     */
    Map<String, Sampled> sample(Map<String, float[]> features, int rows, int samples, long seed) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        outputs.forEach((name, width) -> spreads.put(name, new Spread(Math.multiplyExact(rows, width))));
        int widest = outputs.values().stream().mapToInt(width -> width).max().orElse(0);
        float[] values = new float[Math.min(batch, rows) * widest];
        borrow(worker -> {
            for (int from = 0; from < rows; from += batch) {
                int now = Math.min(batch, rows - from);
                worker.write(features, from, now);
                for (int sample = 0; sample < samples; sample++) {
                    worker.run(now, seed, (long) from / batch * samples + sample);
                    int first = from;
                    int before = sample;
                    spreads.forEach((output, spread) -> {
                        int width = width(outputs, output);
                        worker.read(output, now, values, 0);
                        spread.add(values, first * width, now * width, before);
                    });
                }
            }
        });
        Map<String, Sampled> sampled = new LinkedHashMap<>();
        spreads.forEach((output, spread) -> sampled.put(output, spread.of(samples)));
        return sampled;
    }

    @Override
    public void close() {
        for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
            worker.close();
        }
        executable.close();
    }

    private static int width(Map<String, Integer> widths, String name) {
        return Objects.requireNonNull(widths.get(name), name);
    }

    private void borrow(Consumer<Worker> work) {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker();
        }
        try {
            work.accept(worker);
        } finally {
            idle.add(worker);
        }
    }

    private final class Worker {
        private final HostScalars host = HostScalars.compile(scalars);
        private final RunArguments arguments = new RunArguments(scalars.size());
        private final Map<String, Buffer> buffers = new LinkedHashMap<>();
        private final Workspace workspace;

        Worker() {
            try {
                for (String name : inputs.keySet()) {
                    buffers.put(name, backend.allocate(Type.REAL, store.precision(), (long) batch * inputs.get(name)));
                }
                workspace = executable.open(Bindings.of(store.buffers(), buffers));
            } catch (RuntimeException e) {
                new ArrayList<>(buffers.values()).forEach(Buffer::close);
                throw e;
            }
        }

        void write(Map<String, float[]> features, int from, int rows) {
            buffers.forEach((name, buffer) -> {
                int width = width(inputs, name);
                buffer.write(0, Objects.requireNonNull(features.get(name), name), from * width, rows * width);
            });
        }

        void run(int rows, long seed, long step) {
            host.evaluate(name -> name.equals("rows") ? rows : schedules.applyAsDouble(name), arguments.scalars());
            workspace.run(arguments.rows(rows).seed(seed).step(step));
        }

        void read(String output, int rows, float[] into, int at) {
            int width = width(outputs, output);
            workspace.output(output).read(0, into, at * width, rows * width);
        }

        void close() {
            workspace.close();
            buffers.values().forEach(Buffer::close);
        }
    }
}
