package org.fascicle.api.network;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Summary;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A network with its parameters on a backend. {@code predict} may be called from many threads at once, while nothing else is;
 * everything else by one thread at a time.
 */
@ProviderType
public interface Network extends AutoCloseable {
    /** Which rows of the data. */
    enum Subset {
        /** The rows that it trains on. */
        TRAINING,
        /** The rows held back from training to watch it. */
        VALIDATION,
        /** The rows that the source itself separates. */
        TEST
    }

    /** Its layers, shapes and parameter counts. */
    Summary summary();

    /** The name of the backend that it runs on. */
    String backend();

    /** The rows of a training step, as the model says. */
    int batchSize();

    /** The shape of one example. */
    Shape inputShape();

    /** The shape of the output for one example. */
    Shape outputShape();

    /**
     * Trains until the model's number of epochs is reached, early stopping ends it, or a listener asks to stop. A network that
     * was restored, or whose training was stopped, goes on where it stood, to the bit.
     *
     * @param listener is told of progress, on the calling thread
     * @throws org.fascicle.api.problem.InputException if the loss is not finite any more; parameters are as before that step
     */
    TrainingResult train(TrainingListener listener);

    /** Whether the data have such rows. */
    boolean has(Subset subset);

    /** The number of rows. */
    int rows(Subset subset);

    /** What is a single number of {@link #assess}, by name: {@code loss}, {@code accuracy}. */
    Map<String, Double> evaluate(Subset subset);

    /** All that loss and metrics tell of rows of the data: single numbers, and tables such as a confusion matrix. */
    Evaluation assess(Subset subset);

    /**
     * The output for raw (unscaled) examples. Safe for many threads.
     *
     * @param features row-major, {@code rows × size of inputShape}
     * @param rows how many, at least 1
     * @return row-major, {@code rows × size of outputShape}
     */
    float[] predict(float[] features, int rows);

    /** The output for rows of the data. */
    float[] predict(Subset subset, int from, int rows);

    /**
     * The output for raw (unscaled) examples with what is random in training left on, such as dropout, asked several times: a
     * Monte-Carlo estimate that tells how sure the network is. Statistics are those of inference, and stay. Safe for many threads.
     * The same features, rows, samples and seed give the same numbers.
     *
     * @param features row-major, {@code rows × size of inputShape}
     * @param rows how many, at least 1
     * @param samples how often, at least 1
     * @param seed of the draws
     * @throws org.fascicle.api.problem.InputException if there are fewer features than rows need, or no samples
     */
    Sampled predict(float[] features, int rows, int samples, long seed);

    /** Such an estimate for rows of the data. */
    Sampled predict(Subset subset, int from, int rows, int samples, long seed);

    /** The label of a row of the data; −1 if it has none. */
    int label(Subset subset, int row);

    /** What has been reported after each epoch so far, by metric. */
    History history();

    /** All tensors that are kept: parameters, states and slots, by path. */
    SortedMap<String, Shape> tensors();

    /** A copy of a tensor, row-major. */
    double[] tensor(String path);

    /** Writes everything to an archive: to a temporary file, synced, renamed. */
    void save(Path archive);

    /**
     * Trains on data of the network's shape for a while, to measure it; parameters change.
     *
     * @param batch rows per step
     * @param seconds about how long
     */
    BenchmarkResult benchmark(int batch, double seconds);

    /**
     * Trains as {@link #benchmark} does, and measures each part of a step; parameters change.
     *
     * @param batch rows per step
     * @param seconds about how long
     * @throws org.fascicle.api.problem.InputException if the backend cannot measure the parts of a step
     */
    ProfileResult profile(int batch, double seconds);

    /** Gives back all memory. */
    @Override
    void close();
}
