package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.watch.Health;
import org.jspecify.annotations.Nullable;

/** What was seen of one network in a short training. Filled by {@link Examiner}, read by rules. */
final class Case {
    static final List<String> WATCHES = List.of("output_spread", "saturation", "gradient_size", "update_size", "weight_spread");
    static final String KERNEL = "/kernel";

    final ModelTree tree;
    final Installed installed;
    /** The layers, in the order of the network, and the parameters. */
    @Nullable
    Summary summary;
    /** What watches measured before the first step of a training from the beginning. */
    final List<Health> beginning = new ArrayList<>();
    /** What they measured since. */
    final List<Health> health = new ArrayList<>();
    /** The message of a training that diverged; null if it did not. */
    @Nullable
    String diverged;
    /** What is subtracted from features, and what the difference is multiplied with, by the input; empty if they go in as they are. */
    final Map<String, double[]> shifts = new LinkedHashMap<>();
    final Map<String, double[]> factors = new LinkedHashMap<>();
    /** The greatest learning rate of the first steps; NaN if the optimizer has none. */
    double rate = Double.NaN;
    /** Each epoch's loss on the rows that are trained, and on those that are not. */
    final List<Double> trained = new ArrayList<>();
    final List<Double> unseen = new ArrayList<>();
    long stepsPerEpoch;
    /** The steps that were made. */
    long made;
    Scale scale = Scale.NONE;
    /** Whether the rows come as a stream: then rows that are looked at are its first. */
    boolean streamed;
    /** The network's inputs. */
    int inputs = 1;
    /** The mean and deviation of the numbers that go into the network. */
    double inputMean = Double.NaN;
    double inputDeviation = Double.NaN;
    /** What is predicted for rows that are trained on, and for others; null where no classes are predicted, for a reason. */
    @Nullable
    Predictions known;
    @Nullable
    Predictions fresh;
    @Nullable
    String unpredicted;
    List<String> classes = List.of();

    private final Trials trials;
    @Nullable
    private SortedMap<Double, Double> rates;

    Case(ModelTree tree, Installed installed, Trials trials) {
        this.tree = tree;
        this.installed = installed;
        this.trials = trials;
    }

    /** One of the same network, of which nothing was seen yet. */
    Case another() {
        return new Case(tree, installed, trials);
    }

    /** Whether a watch can measure. */
    boolean isWatched(String watch) {
        return installed.has(Kind.WATCH, watch);
    }

    /** Why what a watch measures is not known. */
    Optional<String> unwatched(String... watches) {
        for (String watch : watches) {
            if (!isWatched(watch)) {
                return Optional.of("the watch '" + watch + "' is not installed");
            }
        }
        return Optional.empty();
    }

    /** The loss on some rows before any training; NaN where it is not finite. */
    double initialLoss() {
        return trials.initialLoss(tree, shifts, factors);
    }

    /** Whether rates can be tried. */
    boolean hasRate() {
        String optimizer = tree.optimizer();
        return rate > 0 && optimizer != null && installed.option(Kind.OPTIMIZER, optimizer, Trials.RATE).isPresent();
    }

    /** The loss after a few steps from the beginning, by the learning rate; empty if there is none to try. */
    SortedMap<Double, Double> lossByRate() {
        SortedMap<Double, Double> known = rates;
        if (known == null) {
            known = hasRate() ? trials.rates(tree, rate) : new TreeMap<>();
            rates = known;
        }
        return known;
    }

    /** The loss after as many steps of a changed network, from its beginning; infinite if it diverged. */
    double trial(ModelTree changed) {
        return trials.loss(changed);
    }

    /** The mean of what a watch has measured in the last half of the training, by place. */
    Map<String, Double> late(String watch, String name) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Health each : health.subList(health.size() / 2, health.size())) {
            each.numbers(watch, name).forEach((place, value) -> {
                sums.merge(place, value, Double::sum);
                counts.merge(place, 1, Integer::sum);
            });
        }
        sums.replaceAll((place, sum) -> sum / counts.getOrDefault(place, 1));
        return sums;
    }

    /** What a watch has measured before the first step, by place. */
    Map<String, Double> first(String watch, String name) {
        return beginning.isEmpty() ? Map.of() : beginning.get(0).numbers(watch, name);
    }

    /** The layers, in their order. */
    List<Summary.Line> lines() {
        return summary == null ? List.of() : summary.lines();
    }

    /** The trained kernels, in the order of the network. */
    List<Summary.Parameter> kernels() {
        List<Summary.Parameter> kernels = new ArrayList<>(summary == null ? List.of() : summary.parameters());
        Set<String> trainable = first("weight_spread", "deviation").keySet();
        kernels.removeIf(each -> !each.path().endsWith(KERNEL) || each.shape().rank() < 2 || !trainable.contains(each.path()));
        return kernels;
    }

    /** The name of the layer that has a kernel. */
    static String layerOf(String kernel) {
        return kernel.substring(0, kernel.length() - KERNEL.length());
    }

    /** The position of a layer in the tree; -1 if it is not there. */
    int layer(String name) {
        List<Summary.Line> lines = lines();
        for (int i = 0; i < lines.size() && lines.size() == tree.layers(); i++) {
            if (lines.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
