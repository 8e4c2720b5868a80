package org.fascicle.app.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.DivergedException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;

/** A model of made-up numbers: epochs of four steps of ten rows; loss 1/epoch. Two features, three classes. */
final class FakeNetwork implements Model {
    static final int STEPS = 4;

    int epochs = 3;
    int bestEpoch;
    End end = End.COMPLETED;
    boolean follows;
    boolean waits;
    TechniqueChange change;
    List<Summary.Version> used = List.of();
    boolean hasTest = true;
    boolean unlabelled;
    List<String> classes = List.of();
    Shape outputShape = Shape.of(3);
    Domain.Outputs meaning = Domain.Outputs.ANY;
    /** Whether there is a second output, whose only number is the row's class. */
    boolean hasSize;
    /** Stand in place of its own outputs, row after row and again. */
    float[] given = {};
    float odd;
    /** The seeds of what was sampled. */
    final List<Long> seeds = new ArrayList<>();
    long failsAtStep = Long.MAX_VALUE;
    double lastLoss = Double.NaN;
    Runnable atEachStep = () -> {};
    Map<String, Evaluation.Table> tables = Map.of();
    boolean closed;
    String json = "{}";
    int profiledBatch;
    Path saved;
    Checkpoints checkpoints;
    Path resumedFrom;
    boolean changesAllowed;
    String unwritable;

    final Map<String, List<Double>> history = new LinkedHashMap<>(Map.of());
    boolean stopped;
    private int epoch;
    int step;

    @Override
    public Summary summary() {
        return Summary.of(List.of(
                Summary.Line.of("dense_1", "dense", Shape.batch(300), 235_500, 0),
                Summary.Line.of("batch_normalization_1", "batch_normalization", Shape.batch(300), 600, 600)),
                List.of(Summary.Parameter.of("dense_1/kernel", Shape.of(784, 300), "adam, weight decay 0.1"),
                        Summary.Parameter.of("dense_1/bias", Shape.of(300), null)))
                .using(used);
    }

    @Override
    public String backend() {
        return "fake";
    }

    /** Measures nothing, and remembers what was asked. */
    Measurement measurement() {
        return new Measurement() {
            @Override
            public BenchmarkResult benchmark(Model model, Data data, int batch, double seconds) {
                return BenchmarkResult.of(batch, 2, "float32", 1000, 125.5, Double.NaN);
            }

            @Override
            public ProfileResult profile(Model model, Data data, int batch, double seconds) {
                profiledBatch = batch;
                return ProfileResult.of(benchmark(model, data, batch, seconds), Profile.of(List.of(
                        Profile.Part.of("matmul", List.of("dense_1"), 0, false, 20_000, 2_000_000, 10_000)
                                .from(List.of("dense_1"), List.of("dense", "elu")),
                        Profile.Part.of("transpose", List.of("dense_1", "permute"), 1, true, 5_000, 0, 2_500))), 4e9, 400e9);
            }
        };
    }

    /** The rows of a file: with names, and without labels if they are to have none. */
    Rows brought(int most) {
        return new FakeRows(Math.min(most, 300), true, !unlabelled);
    }

    /** The first rows of its data, of which no row is held back yet. */
    Data first(int most) {
        Data data = Data.of(new FakeRows(Math.min(most, 10), false, true)).validation(1);
        return hasTest ? data.test(new FakeRows(Math.min(most, 1234), false, true)) : data;
    }

    /** Its data: 5 rows each to train on and to validate with, 1234 to test with. */
    Data data() {
        Data data = Data.of(new FakeRows(5, false, true)).validation(new FakeRows(5, false, true));
        return hasTest ? data.test(new FakeRows(1234, false, true)) : data;
    }

    @Override
    public List<Port> inputs() {
        return List.of(Port.of("input", Shape.of(2), List.of()));
    }

    @Override
    public Graph graph() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String features(String input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] shift(String input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] factor(String input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void classes(String output, List<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void scale(String input, double[] shift, double[] factor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Port> outputs() {
        List<Port> ports = new ArrayList<>(List.of(Port.of("output", outputShape, classes).meaning(meaning)));
        if (hasSize) {
            ports.add(Port.of("size", Shape.of(1), List.of()));
        }
        return ports;
    }

    /** Trains at once, on this thread. */
    TrainingResult train(TrainingListener listener) {
        history.put("loss", new ArrayList<>());
        history.put("accuracy", new ArrayList<>());
        history.put("val_accuracy", new ArrayList<>());
        Progress progress = progress();
        for (epoch = 1; epoch <= epochs && !stopped; epoch++) {
            for (step = 0; step < STEPS && !stopped;) {
                if (++step + (epoch - 1) * STEPS >= failsAtStep) {
                    throw new DivergedException("model.json", "the loss is not finite any more",
                            "Take a smaller learning rate.", step - 1 + (epoch - 1) * STEPS);
                }
                if (epoch == 1 && step == 1) {
                    listener.started(progress);
                }
                atEachStep.run();
                listener.stepped(progress);
            }
            if (!stopped) {
                ofEpoch().forEach((name, value) -> history.get(name).add(value));
                listener.epochEnded(progress);
            }
            if (change != null && epoch == 1) {
                listener.techniquesChanged(change);
            }
        }
        TrainingResult result = TrainingResult.of(stopped ? End.STOPPED : end, bestEpoch, History.of(history));
        return end == End.TECHNIQUE_MISSING ? result.because("It needs the layer 'x'.") : result;
    }

    private Map<String, Double> ofEpoch() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", epoch == epochs && !Double.isNaN(lastLoss) ? lastLoss : 1.0 / epoch);
        metrics.put("accuracy", 1 - 0.5 / epoch);
        metrics.put("val_accuracy", 1 - 0.6 / epoch);
        return metrics;
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public int epoch() {
                return epoch;
            }

            @Override
            public int epochs() {
                return epochs;
            }

            @Override
            public long stepInEpoch() {
                return step;
            }

            @Override
            public long stepsPerEpoch() {
                return STEPS;
            }

            @Override
            public long step() {
                return (epoch - 1) * STEPS + step;
            }

            @Override
            public long samples() {
                return step * 10;
            }

            @Override
            public double seconds() {
                return 0.5;
            }

            @Override
            public Map<String, Double> metrics() {
                return ofEpoch();
            }

            @Override
            public double learningRate() {
                return 0.01;
            }

            @Override
            public void stop() {
                stopped = true;
            }
        };
    }

    @Override
    public Evaluation evaluate(Examples examples) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", 0.25);
        metrics.put("accuracy", ((Rows) examples).count() == 1234 ? 0.875 : 0.75);
        return Evaluation.of(metrics, tables);
    }

    /** As without samples; the deviation is a hundredth of the samples, times the seed. */
    @Override
    public Sampled sample(float[] features, int rows, int samples, long seed) {
        seeds.add(seed);
        float[] deviation = new float[rows * 3];
        Arrays.fill(deviation, samples * seed / 100f);
        return Sampled.of(samples, predict(features, rows), deviation);
    }

    @Override
    public Map<String, Sampled> sample(Map<String, float[]> inputs, int rows, int samples, long seed) {
        Map<String, Sampled> sampled = new LinkedHashMap<>(Map.of("output", sample(inputs.get("input"), rows, samples, seed)));
        if (hasSize) {
            sampled.put("size", Sampled.of(samples, sizes(inputs, rows), new float[rows]));
        }
        return sampled;
    }

    @Override
    public Map<String, float[]> predict(Map<String, float[]> inputs, int rows) {
        Map<String, float[]> outputs = new LinkedHashMap<>(Map.of("output", predict(inputs.get("input"), rows)));
        if (hasSize) {
            outputs.put("size", sizes(inputs, rows));
        }
        return outputs;
    }

    private static float[] sizes(Map<String, float[]> inputs, int rows) {
        float[] sizes = new float[rows];
        for (int i = 0; i < rows; i++) {
            sizes[i] = inputs.get("input")[2 * i];
        }
        return sizes;
    }

    @Override
    public float[] predict(float[] features, int rows) {
        if (given.length > 0) {
            float[] outputs = new float[rows * Math.toIntExact(outputShape.size())];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = given[i % given.length];
            }
            return outputs;
        }
        float[] outputs = new float[rows * 3];
        for (int i = 0; i < rows; i++) {
            // the class is the first feature
            outputs[3 * i] = outputs[3 * i + 1] = outputs[3 * i + 2] = 0.25f;
            outputs[3 * i + (int) features[2 * i]] = 0.5f + odd;
        }
        return outputs;
    }

    @Override
    public SortedMap<String, Shape> tensors() {
        return new TreeMap<>();
    }

    @Override
    public double[] tensor(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save(Path archive) {
        if (unwritable != null) {
            throw new InputException(archive.toString(), null, "the file cannot be written: " + unwritable, null);
        }
        saved = archive;
        try {
            Files.write(archive, "PK\3\4".getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void tensor(String path, double[] values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String json() {
        return json;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A training of this model, which runs when it is waited for. */
    TrainingPlan plan() {
        return new FakeTraining(this);
    }
}
