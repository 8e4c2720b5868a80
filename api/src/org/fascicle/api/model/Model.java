package org.fascicle.api.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.problem.InputException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A network and its parameters on a backend. Safe for many threads: any number may predict at once, also while the model is
 * trained; each prediction then computes with the parameters of one finished step.
 *
 * <p>Every method throws {@link org.fascicle.api.problem.StateException} once the model is closed, and
 * {@link InputException} for what it was given and cannot use.
 */
@ProviderType
public interface Model extends AutoCloseable {
    /** Its layers, shapes and numbers of parameters. */
    Summary summary();

    /** The name of the backend that it runs on. */
    String backend();

    /** Its inputs, in the order of the definition. */
    List<Port> inputs();

    /** Its outputs, in the order of the definition, with the names of their classes if the model knows them. */
    List<Port> outputs();

    /**
     * The output for some rows, of a model with one input and one output.
     *
     * @param features raw (unscaled), row-major, {@code rows × size of the input}
     * @param rows how many, at least 1
     * @return row-major, {@code rows × size of the output}
     */
    float[] predict(float[] features, int rows);

    /**
     * The outputs for some rows.
     *
     * @param inputs raw (unscaled) features by the input's name, each row-major, {@code rows × size of the input}
     * @param rows how many, at least 1
     * @return by the output's name, row-major, {@code rows × size of the output}
     */
    Map<String, float[]> predict(Map<String, float[]> inputs, int rows);

    /**
     * The output for some rows, of a model with one input and one output.
     *
     * @param rows raw (unscaled) features, a row each; at least one row
     * @return a row each
     */
    default float[][] predict(float[][] rows) {
        int width = inputs().get(0).size();
        float[] features = new float[Math.multiplyExact(InputException.requireGiven(rows, "rows").length, width)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == null) {
                throw new InputException("row " + i + " is null");
            } else if (rows[i].length != width) {
                throw new InputException("row " + i + " has " + rows[i].length + " features, and the model"
                        + " takes " + width);
            }
            System.arraycopy(rows[i], 0, features, i * width, width);
        }
        float[] flat = predict(features, rows.length);
        float[][] outputs = new float[rows.length][flat.length / rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * outputs[i].length, outputs[i], 0, outputs[i].length);
        }
        return outputs;
    }

    /**
     * The output with what is random in training left on, such as dropout, computed several times: a Monte-Carlo estimate of how
     * sure the model is. The same features, rows, samples and seed give the same numbers.
     *
     * @param features raw (unscaled), row-major, {@code rows × size of the input}
     * @param rows how many, at least 1
     * @param samples how often, at least 1
     * @param seed of the draws
     */
    Sampled sample(float[] features, int rows, int samples, long seed);

    /**
     * The outputs with what is random in training left on, computed several times. All outputs are of the same draws.
     *
     * @param inputs raw (unscaled) features by the input's name, each row-major, {@code rows × size of the input}
     * @param rows how many, at least 1
     * @param samples how often, at least 1
     * @param seed of the draws
     * @return by the output's name
     */
    Map<String, Sampled> sample(Map<String, float[]> inputs, int rows, int samples, long seed);

    /**
     * Loss and metrics over examples; needs the bundles of loss and metrics, and of the regularizers that add to the loss.
     *
     * @param examples rows, or batches of them, with targets
     */
    Evaluation evaluate(Examples examples);

    /** Its parameters and states (such as moving means), by path: {@code dense_1/kernel}. */
    SortedMap<String, Shape> tensors();

    /** A copy of a tensor, row-major. */
    double[] tensor(String path);

    /**
     * Replaces a tensor.
     *
     * @param path one of {@link #tensors()}
     * @param values row-major, of the tensor's size
     * @throws org.fascicle.api.problem.StateException if the model is being trained
     */
    void tensor(String path, double[] values);

    /** The definition as JSON: reads as the same definition. */
    String json();

    /**
     * What computes its outputs from features that are scaled already, as primitives: for those who write it for another system.
     * Nothing is random in it, and what layers take from a schedule is what the schedule says now. An input's name is
     * {@link #features(String)}, an output's is that of {@link #outputs()}; variables are {@link #tensors()}. The only number of the
     * host is {@code rows}.
     */
    Graph graph();

    /** The name that {@link #graph()} has for an input. */
    String features(String input);

    /**
     * How features of an input are scaled before the network, one number per feature: it is subtracted from them. All are 0 for
     * features that go in as they are.
     *
     * @param input one of {@link #inputs()}
     */
    double[] shift(String input);

    /**
     * The factor that each shifted feature of an input is multiplied with. All are 1 for features that go in as they are.
     *
     * @param input one of {@link #inputs()}
     */
    double[] factor(String input);

    /**
     * Sets how features of an input are scaled, for a model that was not trained yet: a training keeps it, whatever its data ask for.
     *
     * @param input one of {@link #inputs()}
     * @param shift what is subtracted from each feature
     * @param factor what the difference is multiplied with
     * @throws org.fascicle.api.problem.StateException if a training of the model was started
     */
    void scale(String input, double[] shift, double[] factor);

    /**
     * Names the classes of an output, for a model that was not trained yet. A training takes those of its data.
     *
     * @param output one of {@link #outputs()}
     * @param names one for each number of the output, or two if it has one number: the probability of the second
     * @throws org.fascicle.api.problem.StateException if a training of the model was started
     */
    void classes(String output, List<String> names);

    /**
     * Writes definition and parameters to an archive: to a temporary file, synced, renamed. What a training needs to go on is not in
     * it: save the training for that.
     */
    void save(Path archive);

    /**
     * Gives back all memory. Predictions that run are waited for; a training of the model is cancelled first. Calling it again does
     * nothing.
     */
    @Override
    void close();
}
