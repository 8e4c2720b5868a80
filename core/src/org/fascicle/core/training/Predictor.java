package org.fascicle.core.training;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Sampled;
import org.fascicle.compiler.lowering.HostScalars;
import org.fascicle.compiler.trace.Mode;

/** Computes outputs for scaled features; safe for many threads, each of which borrows a workspace of its own. */
public final class Predictor implements AutoCloseable {
    private final Backend backend;
    private final Store store;
    private final int batch;
    private final int inputWidth;
    private final int outputWidth;
    private final List<Expr> scalars;
    private final Schedules schedules;
    private final Executable executable;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    /**
     * A predictor with a network's present parameters.
     *
     * @param mode inference, for which nothing is random, or Monte-Carlo, for which layers draw as they do in training
     * @param schedules tell what numbers that are scheduled are at this moment
     * @param batch the most rows of one run
     */
    public Predictor(Blueprint blueprint, Mode mode, Schedules schedules, Backend backend, Store store, int batch) {
        this.backend = backend;
        this.store = store;
        this.batch = batch;
        this.schedules = schedules;
        Graph graph = blueprint.prediction(mode);
        Program.requireMemory(graph, batch);
        inputWidth = Math.toIntExact(graph.inputs().get(Blueprint.BATCH).shape().sizePerRow());
        outputWidth = Math.toIntExact(graph.outputs().get(Blueprint.OUTPUT).shape().sizePerRow());
        scalars = graph.scalars();
        executable = backend.compile(graph, CompileSettings.of(store.precision(), batch));
    }

    /**
     * The outputs for some rows.
     *
     * @param features scaled, row-major
     * @param rows how many
     */
    public float[] predict(float[] features, int rows) {
        float[] outputs = new float[Math.multiplyExact(rows, outputWidth)];
        borrow(worker -> {
            for (int from = 0; from < rows; from += batch) {
                int now = Math.min(batch, rows - from);
                worker.write(features, from, now);
                worker.run(now, 0, 0);
                worker.read(now, outputs, from);
            }
        });
        return outputs;
    }

    /**
     * Mean and spread of the outputs for some rows.
     *
     * @param features scaled, row-major
     * @param rows how many
     * @param samples how often they are computed, each time with other draws
     * @param seed of the draws
     */
    public Sampled sample(float[] features, int rows, int samples, long seed) {
        Spread spread = new Spread(Math.multiplyExact(rows, outputWidth));
        float[] outputs = new float[Math.min(batch, rows) * outputWidth];
        borrow(worker -> {
            for (int from = 0; from < rows; from += batch) {
                int now = Math.min(batch, rows - from);
                worker.write(features, from, now);
                for (int sample = 0; sample < samples; sample++) {
                    worker.run(now, seed, (long) from / batch * samples + sample);
                    worker.read(now, outputs, 0);
                    spread.add(outputs, from * outputWidth, now * outputWidth, sample);
                }
            }
        });
        return spread.of(samples);
    }

    @Override
    public void close() {
        for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
            worker.close();
        }
        executable.close();
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
        private final Buffer input = backend.allocate(Type.REAL, store.precision(), (long) batch * inputWidth);
        private final Workspace workspace;

        Worker() {
            try {
                workspace = executable.open(Bindings.of(store.buffers(), Map.of(Blueprint.BATCH, input)));
            } catch (RuntimeException e) {
                input.close();
                throw e;
            }
        }

        void write(float[] features, int from, int rows) {
            input.write(0, features, from * inputWidth, rows * inputWidth);
        }

        void run(int rows, long seed, long step) {
            host.evaluate(name -> schedules.scalar(name, rows), arguments.scalars());
            workspace.run(arguments.rows(rows).seed(seed).step(step));
        }

        void read(int rows, float[] outputs, int at) {
            workspace.output(Blueprint.OUTPUT).read(0, outputs, at * outputWidth, rows * outputWidth);
        }

        void close() {
            workspace.close();
            input.close();
        }
    }
}
