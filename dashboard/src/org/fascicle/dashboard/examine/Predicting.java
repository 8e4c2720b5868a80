package org.fascicle.dashboard.examine;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** Lets networks predict rows of the data that their definitions name. Safe for any thread. */
public final class Predicting {
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_CLASSES = 100;
    private static final int CHUNK = 256;
    // A chunk of large pictures has fewer rows: 16 MB of numbers.
    private static final int CHUNK_NUMBERS = 4_000_000;

    private final Fascicle fascicle;

    /** With what opens data. */
    public Predicting(Fascicle fascicle) {
        this.fascicle = fascicle;
    }

    /** Rows, and the word for them. */
    record Chosen(String subset, Rows rows) {}

    /** What a model predicts for its test rows; without them for those to validate with, or else to train on. */
    public Predictions predict(Model model, long step, Errands.Advance advance) {
        Chosen chosen = chosen(model);
        Rows rows = chosen.rows;
        List<Judge> judges = judges(model, rows);
        int count = Math.min(rows.count(), MOST_ROWS);
        int chunk = chunk(model.inputs());
        for (int from = 0; from < count; from += chunk) {
            advance.done(from, count);
            // Evenly spread, since rows may be sorted by class.
            int[] numbers = IntStream.range(from, Math.min(count, from + chunk))
                    .map(i -> (int) ((long) i * rows.count() / count)).toArray();
            Map<String, float[]> outputs = model.predict(features(model.inputs(), rows, numbers), numbers.length);
            judges.forEach(judge -> judge.judge(outputs, rows, numbers));
        }
        return new Predictions(chosen.subset, count, rows.count(), step, judges.stream().map(Judge::confusion).toList(),
                new SoftReference<>(rows));
    }

    /** The rows to look at. */
    Chosen chosen(Model model) {
        Data data = fascicle.data(model);
        if (data.isReconstructing()) {
            throw new InputException("the network reconstructs what goes in: there are no classes to confuse");
        }
        String subset = data.test().isPresent() ? "test" : data.validation().isPresent() ? "validation" : "training";
        Examples examples = data.test().or(data::validation).orElse(data.training());
        if (examples instanceof Rows rows) {
            return new Chosen(subset, rows);
        }
        throw new InputException("the " + subset + " rows come as a stream: none of them can be shown again");
    }

    private static int chunk(List<Port> inputs) {
        int width = inputs.stream().mapToInt(Port::size).sum();
        return Math.max(1, Math.min(CHUNK, CHUNK_NUMBERS / Math.max(1, width)));
    }

    private static Map<String, float[]> features(List<Port> inputs, Rows rows, int[] numbers) {
        Map<String, float[]> features = new LinkedHashMap<>();
        for (Port input : inputs) {
            float[] all = new float[numbers.length * input.size()];
            for (int i = 0; i < numbers.length; i++) {
                rows.features(input.name(), numbers[i], all, i * input.size());
            }
            features.put(input.name(), all);
        }
        return features;
    }

    private static List<Judge> judges(Model model, Rows rows) {
        List<Judge> judges = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < Math.min(model.outputs().size(), rows.outputs().size()); i++) {
            Port port = model.outputs().get(i);
            String target = rows.outputs().get(i);
            String reason = reason(port, rows.classes(target));
            if (reason == null) {
                judges.add(new Judge(port, target, names(port, rows, target)));
            } else {
                reasons.add("the output '" + port.name() + "' " + reason);
            }
        }
        if (judges.isEmpty()) {
            throw new InputException(reasons.isEmpty() ? "the data have no targets" : String.join("; ", reasons));
        }
        return judges;
    }

    private static @Nullable String reason(Port port, int classes) {
        if (port.isMultiLabel()) {
            return "can be of several classes at once: there is no one class to confuse with another";
        } else if (classes == 0) {
            return "predicts numbers, and no classes";
        } else if (port.shape().rank() > 1) {
            return "has a class for each place of a row, and not one for the row";
        } else if (port.size() != 1 && port.size() < classes) {
            return "has " + port.size() + " numbers, and the data have " + classes + " classes";
        } else if (classes > MOST_CLASSES || port.size() > MOST_CLASSES) {
            return "has more than " + MOST_CLASSES + " classes, too many for a table";
        }
        return null;
    }

    private static List<String> names(Port port, Rows rows, String target) {
        int classes = port.size() == 1 ? 2 : port.size();
        List<String> names = port.classes().isEmpty() ? rows.classNames(target) : port.classes();
        return IntStream.range(0, classes).mapToObj(i -> i < names.size() ? names.get(i) : String.valueOf(i)).toList();
    }

    /** Compares an output with labels. */
    private static final class Judge {
        private final Port port;
        private final String target;
        private final Confusion confusion;

        Judge(Port port, String target, List<String> classes) {
            this.port = port;
            this.target = target;
            this.confusion = new Confusion(port.name(), classes);
        }

        Confusion confusion() {
            return confusion;
        }

        void judge(Map<String, float[]> outputs, Rows rows, int[] numbers) {
            float[] values = outputs.get(port.name());
            if (values == null) {
                throw new InputException("the model gives no output '" + port.name() + "'");
            }
            for (int i = 0; i < numbers.length; i++) {
                int label = rows.label(target, numbers[i]);
                double[] probabilities = probabilities(values, i);
                int best = 0;
                boolean clear = label >= 0 && label < probabilities.length;
                for (int k = 0; k < probabilities.length; k++) {
                    clear &= !Double.isNaN(probabilities[k]);
                    best = probabilities[k] > probabilities[best] ? k : best;
                }
                if (clear) {
                    confusion.add(label, best, numbers[i], probabilities[best]);
                } else {
                    confusion.unclear();
                }
            }
        }

        // Where nothing says what the numbers mean, they are shown as they are.
        private double[] probabilities(float[] values, int row) {
            int size = port.size();
            double[] numbers = new double[size];
            double greatest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < size; k++) {
                numbers[k] = values[row * size + k];
                greatest = Math.max(greatest, numbers[k]);
            }
            double sum = 0;
            for (int k = 0; k < size; k++) {
                switch (port.meaning()) {
                    case LOGITS -> numbers[k] = 1 / (1 + Math.exp(-numbers[k]));
                    case LOG_PROBABILITIES -> numbers[k] = Math.exp(numbers[k]);
                    case DISTRIBUTION_LOGITS -> numbers[k] = Math.exp(numbers[k] - greatest);
                    default -> {}
                }
                sum += numbers[k];
            }
            if (port.meaning() == Domain.Outputs.DISTRIBUTION_LOGITS) {
                for (int k = 0; k < size; k++) {
                    numbers[k] /= sum;
                }
            }
            return size == 1 ? new double[] {1 - numbers[0], numbers[0]} : numbers;
        }
    }
}
