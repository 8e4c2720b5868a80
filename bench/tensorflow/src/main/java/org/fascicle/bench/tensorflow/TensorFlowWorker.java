package org.fascicle.bench.tensorflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.fascicle.bench.worker.Trainee;
import org.fascicle.bench.worker.Worker;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The peer TensorFlow: a graph with resource variables, run step by step. */
public final class TensorFlowWorker {
    private TensorFlowWorker() {}

    /** See {@link Worker}. */
    public static void main(String[] arguments) throws IOException {
        Worker.serve(Trained::new, arguments);
        System.exit(0);
    }

    private static final class Trained implements Trainee {
        private final Graph graph = new Graph();
        private final Session session;
        private final List<TFloat32> features = new ArrayList<>();
        private final List<TInt32> labels = new ArrayList<>();
        private int at;
        private double loss;

        Trained(Task task, int batch, int threads, Rows rows) {
            new Training(graph, task, batch).build();
            session = new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
                    .setInterOpParallelismThreads(threads).build());
            session.runner().addTarget(Training.INITIALIZE).run().close();
            for (int i = 0; i < rows.count() / batch; i++) {
                features.add(TFloat32.tensorOf(Shape.of(batch, Rows.FEATURES), DataBuffers.of(rows.features(i, batch))));
                labels.add(TInt32.tensorOf(Shape.of(batch), DataBuffers.of(rows.labels(i, batch))));
            }
        }

        @Override
        public void step() {
            Session.Runner runner = session.runner().feed(Training.FEATURES, features.get(at))
                    .feed(Training.LABELS, labels.get(at)).addTarget(Training.TRAIN);
            try (Result result = at == 0 ? runner.fetch(Training.LOSS).run() : runner.run()) {
                if (at == 0) {
                    loss = ((TFloat32) result.get(0)).getFloat();
                }
            }
            at = (at + 1) % features.size();
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public void close() {
            session.close();
            graph.close();
            features.forEach(TFloat32::close);
            labels.forEach(TInt32::close);
        }
    }
}
