package org.fascicle.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The peer: 784 → 300 → 100 → 10, ELU, softmax cross-entropy, Nesterov, on batches that are made beforehand. Prints one JSON
 * object. Threads are set by the environment ({@code OMP_NUM_THREADS}), as Deeplearning4j wants it.
 */
public final class Deeplearning4jMlp {
    private static final int BATCHES = 64;

    private Deeplearning4jMlp() {}

    /** Arguments: batch, seconds. */
    public static void main(String[] arguments) {
        int batch = Integer.parseInt(arguments[0]);
        double seconds = Double.parseDouble(arguments[1]);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration());
        network.init();
        List<DataSet> data = batches(batch);
        int at = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < seconds / 3 * 1e9 || at < 3) {
            network.fit(data.get(at++ % BATCHES));
        }
        long[] nanos = new long[1_000_000];
        int steps = 0;
        long last = System.nanoTime();
        long end = last + (long) (seconds * 2 / 3 * 1e9);
        while (last < end && steps < nanos.length) {
            network.fit(data.get(at++ % BATCHES));
            long now = System.nanoTime();
            nanos[steps++] = now - last;
            last = now;
        }
        Arrays.sort(nanos, 0, steps);
        double micros = nanos[steps / 2] / 1e3;
        System.out.printf("{\"batch\": %d, \"step_us\": %.1f, \"samples_per_s\": %.0f, \"steps\": %d}%n",
                batch, micros, batch / micros * 1e6, steps);
        System.exit(0);
    }

    private static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder().seed(42).updater(new Nesterovs(0.01, 0.9)).weightInit(WeightInit.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(300).activation(Activation.ELU).build())
                .layer(new DenseLayer.Builder().nIn(300).nOut(100).activation(Activation.ELU).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(100).nOut(10)
                        .activation(Activation.SOFTMAX).build())
                .build();
    }

    private static List<DataSet> batches(int batch) {
        Random random = new Random(1);
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            INDArray features = Nd4j.rand(batch, 784);
            INDArray labels = Nd4j.zeros(batch, 10);
            for (int row = 0; row < batch; row++) {
                labels.putScalar(row, random.nextInt(10), 1);
            }
            batches.add(new DataSet(features, labels));
        }
        return batches;
    }
}
