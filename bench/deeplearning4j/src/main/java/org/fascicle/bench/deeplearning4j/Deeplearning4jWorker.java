package org.fascicle.bench.deeplearning4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.fascicle.bench.worker.Trainee;
import org.fascicle.bench.worker.Worker;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The peer Deeplearning4j. Its threads are set by the environment ({@code OMP_NUM_THREADS}), as it wants it. Its oneDNN
 * helpers, off as shipped, are on for the convolutional network.
 */
public final class Deeplearning4jWorker {
    private Deeplearning4jWorker() {}

    /** See {@link Worker}. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.eclipse.deeplearning4j.helpers.disable",
                Boolean.toString(Task.of(arguments[0]) != Task.CNN));
        Worker.serve((task, batch, threads, rows) -> new Trained(task, batch, rows), arguments);
        System.exit(0);
    }

    private static final class Trained implements Trainee {
        private final MultiLayerNetwork network;
        private final List<DataSet> batches = new ArrayList<>();
        private int at;

        Trained(Task task, int batch, Rows rows) {
            network = new MultiLayerNetwork(Configurations.of(task));
            network.init();
            for (int i = 0; i < rows.count() / batch; i++) {
                INDArray labels = Nd4j.zeros(batch, Rows.CLASSES);
                int[] numbers = rows.labels(i, batch);
                for (int row = 0; row < batch; row++) {
                    labels.putScalar(row, numbers[row], 1);
                }
                INDArray features = Nd4j.create(rows.features(i, batch), task == Task.CNN ? new int[] {batch, 1, 28, 28}
                        : new int[] {batch, Rows.FEATURES});
                batches.add(new DataSet(features, labels));
            }
        }

        @Override
        public void step() {
            network.fit(batches.get(at++ % batches.size()));
        }

        @Override
        public double loss() {
            return network.score();
        }

        @Override
        public void close() {
            network.close();
            batches.clear();
        }
    }
}
