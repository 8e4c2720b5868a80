package org.fascicle.core.training;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

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
import org.fascicle.core.expression.HostScalars;
import org.fascicle.core.trace.Mode;

/** Computes outputs for scaled features; safe for many threads, each of which borrows a workspace of its own. */
public final class Predictor implements AutoCloseable {
    private final Backend backend;
    private final Store store;
    private final int batch;
    private final int inputWidth;
    private final int outputWidth;
    private final List<Expr> scalars;
    private final Executable executable;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    /**
     * A predictor with a network's present parameters.
     *
     * @param batch the most rows of one run
     */
    public Predictor(Blueprint blueprint, Backend backend, Store store, int batch) {
        this.backend = backend;
        this.store = store;
        this.batch = batch;
        Graph graph = blueprint.prediction(Mode.INFERENCE);
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
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker();
        }
        try {
            for (int from = 0; from < rows; from += batch) {
                worker.run(features, from, Math.min(batch, rows - from), outputs);
            }
        } finally {
            idle.add(worker);
        }
        return outputs;
    }

    @Override
    public void close() {
        for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
            worker.close();
        }
        executable.close();
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

        void run(float[] features, int from, int rows, float[] outputs) {
            input.write(0, features, from * inputWidth, rows * inputWidth);
            host.evaluate(name -> Evaluator.rowsOnly(name, rows), arguments.scalars());
            workspace.run(arguments.rows(rows));
            workspace.output(Blueprint.OUTPUT).read(0, outputs, from * outputWidth, rows * outputWidth);
        }

        void close() {
            workspace.close();
            input.close();
        }
    }
}
