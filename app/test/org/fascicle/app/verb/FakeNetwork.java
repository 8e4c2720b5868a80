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
import org.fascicle.api.expr.Shape;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Summary;
import org.fascicle.api.network.Network;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;

/** A network of made-up figures: epochs of four steps of ten rows; loss 1/epoch. Two inputs, three classes. */
final class FakeNetwork implements Network {
    static final int STEPS = 4;

    int epochs = 3;
    int bestEpoch;
    End end = End.COMPLETED;
    boolean hasTest = true;
    long failsAtStep = Long.MAX_VALUE;
    double lastLoss = Double.NaN;
    Runnable atEachStep = () -> {};
    Map<String, Evaluation.Table> tables = Map.of();
    boolean closed;
    int profiledBatch;
    Path saved;

    private final Map<String, List<Double>> history = new LinkedHashMap<>(Map.of());
    private boolean stopped;
    private int epoch;
    private int step;

    @Override
    public Summary summary() {
        return Summary.of(List.of(
            Summary.Line.of("dense_1", "dense", Shape.batch(300), 235_500, 0),
            Summary.Line.of("batch_normalization_1", "batch_normalization", Shape.batch(300), 600, 600)),
            List.of(Summary.Parameter.of("dense_1/kernel", Shape.of(784, 300), "adam, weight decay 0.1"),
                Summary.Parameter.of("dense_1/bias", Shape.of(300), null)));
    }

    @Override
    public String backend() {
        return "fake";
    }

    @Override
    public int batchSize() {
        return 10;
    }

    @Override
    public ProfileResult profile(int batch, double seconds) {
        profiledBatch = batch;
        return ProfileResult.of(benchmark(batch, seconds), Profile.of(List.of(
            Profile.Part.of("matmul", List.of("dense_1"), 0, false, 20_000, 2_000_000, 10_000)
                .from(List.of("dense_1"), List.of("dense", "elu")),
            Profile.Part.of("transpose", List.of("dense_1", "permute"), 1, true, 5_000, 0, 2_500))), 4e9, 400e9);
    }

    @Override
    public Shape inputShape() {
        return Shape.of(2);
    }

    @Override
    public Shape outputShape() {
        return Shape.of(3);
    }

    @Override
    public TrainingResult train(TrainingListener listener) {
        history.put("loss", new ArrayList<>());
        history.put("accuracy", new ArrayList<>());
        history.put("val_accuracy", new ArrayList<>());
        Progress progress = progress();
        for (epoch = 1; epoch <= epochs && !stopped; epoch++) {
            for (step = 0; step < STEPS && !stopped;) {
                if (++step + (epoch - 1) * STEPS >= failsAtStep) {
                    throw new InputException("model.json", null, "the loss is not finite any more",
                        "Take a smaller learning rate.");
                }
                if (epoch == 1 && step == 1) {
                    listener.started(progress);
                }
                atEachStep.run();
                listener.stepped(progress);
            }
            if (!stopped) {
                figures().forEach((name, value) -> history.get(name).add(value));
                listener.epochEnded(progress);
            }
        }
        return TrainingResult.of(stopped ? End.STOPPED : end, bestEpoch, History.of(history));
    }

    private Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", epoch == epochs && !Double.isNaN(lastLoss) ? lastLoss : 1.0 / epoch);
        figures.put("accuracy", 1 - 0.5 / epoch);
        figures.put("val_accuracy", 1 - 0.6 / epoch);
        return figures;
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
                return figures();
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
    public boolean has(Subset subset) {
        return subset != Subset.TEST || hasTest;
    }

    @Override
    public int rows(Subset subset) {
        return subset == Subset.TEST ? 1234 : 5;
    }

    @Override
    public Map<String, Double> evaluate(Subset subset) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", 0.25);
        figures.put("accuracy", subset == Subset.TEST ? 0.875 : 0.75);
        return figures;
    }

    @Override
    public Evaluation assess(Subset subset) {
        return Evaluation.of(evaluate(subset), tables);
    }

    /** As without samples; the deviation is a hundredth of the samples, times the seed. */
    @Override
    public Sampled predict(float[] features, int rows, int samples, long seed) {
        float[] deviation = new float[rows * 3];
        Arrays.fill(deviation, samples * seed / 100f);
        return Sampled.of(samples, predict(features, rows), deviation);
    }

    @Override
    public Sampled predict(Subset subset, int from, int rows, int samples, long seed) {
        float[] deviation = new float[rows * 3];
        Arrays.fill(deviation, samples * seed / 100f);
        return Sampled.of(samples, predict(subset, from, rows), deviation);
    }

    @Override
    public float[] predict(float[] features, int rows) {
        float[] outputs = new float[rows * 3];
        for (int i = 0; i < rows; i++) {
            // the class is the first feature
            outputs[3 * i] = outputs[3 * i + 1] = outputs[3 * i + 2] = 0.25f;
            outputs[3 * i + (int) features[2 * i]] = 0.5f;
        }
        return outputs;
    }

    @Override
    public float[] predict(Subset subset, int from, int rows) {
        float[] features = new float[rows * 2];
        for (int i = 0; i < rows; i++) {
            features[2 * i] = (from + i) % 3;
        }
        return predict(features, rows);
    }

    @Override
    public int label(Subset subset, int row) {
        return row % 2;
    }

    @Override
    public History history() {
        return History.of(history);
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
        saved = archive;
        try {
            Files.write(archive, "PK\3\4".getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public BenchmarkResult benchmark(int batch, double seconds) {
        return BenchmarkResult.of(batch, 2, "float32", 1000, 125.5, Double.NaN);
    }

    @Override
    public void close() {
        closed = true;
    }
}
