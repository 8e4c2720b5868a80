package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;

/**
 * Signals or gradients that shrink or grow from layer to layer, and that keep a network from learning at any rate. What helps is tried: the
 * initializer that suits the activation, or else each normalization that is installed, a third party's too. He et al., 2015,
 * arXiv:1502.01852; Ioffe and Szegedy, 2015, arXiv:1502.03167.
 */
final class SignalRule implements Rule {
    private static final int DEEP = 5;
    private static final double SIGNAL = 10;
    private static final double GRADIENT = 20;
    /** A network that brings its loss down to this share of the first learns well enough. */
    private static final double LEARNS = 0.25;
    private static final double HELPS = 0.7;
    private static final double MOVES = 0.85;
    private static final String INPUTS = "inputs";

    @Override
    public String subject() {
        return "normalization";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.unwatched("output_spread", "gradient_size", "weight_spread");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        List<Summary.Parameter> kernels = seen.kernels();
        if (kernels.size() <= DEEP || seen.lines().stream().anyMatch(line -> Installed.isNormalization(line.type()))) {
            return Optional.empty();
        }
        List<Integer> layers = new ArrayList<>();
        for (Summary.Parameter kernel : kernels.subList(0, kernels.size() - 1)) {
            layers.add(seen.layer(Case.layerOf(kernel.path())));
        }
        String first = kernels.get(0).path();
        String last = kernels.get(kernels.size() - 2).path();
        Drift signals = Drift.of(seen.first("output_spread", "deviation"), Case.layerOf(first), Case.layerOf(last));
        Drift gradients = Drift.of(seen.first("gradient_size", "rms"), first, last);
        // What a bounded activation lets vanish, another activation heals: that is a finding of its own.
        boolean bounded = gradients.isBeyond(GradientRule.FAR)
                && layers.stream().anyMatch(layer -> layer >= 0 && seen.tree.activates(layer, Activations.BOUNDED));
        if (layers.contains(-1) || bounded || !signals.isBeyond(SIGNAL) && !gradients.isBeyond(GRADIENT)) {
            return Optional.empty();
        }
        double least = least(seen);
        double initial = seen.initialLoss();
        if (Double.isFinite(initial) && least < LEARNS * initial) {
            return Optional.empty();
        }
        double enough = enough(initial, least);
        String evidence =
                "Before the first step, the deviation of what layers give goes from " + signals + ", and the gradient (root mean"
                        + " square) from " + gradients + ". The loss comes to " + Words.number(least)
                        + (seen.lossByRate().isEmpty() ? "" : " with the best learning rate of a wide range") + ", and with ";
        return initialized(seen, layers, enough, evidence).or(() -> normalized(seen, layers, enough, evidence));
    }

    /** Below which loss a change has helped: well below that without it, or where the loss has hardly moved, twice as far. */
    private static double enough(double initial, double least) {
        double moved = Double.isFinite(initial) && Double.isFinite(least)
                ? Math.min(MOVES * Math.min(initial, least), initial - 2 * (initial - least)) : 0;
        return Math.max(HELPS * least, moved);
    }

    /** What the best of all rates comes to. */
    private static double least(Case seen) {
        double best =
                seen.lossByRate().entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(seen.rate);
        double own = seen.trial(seen.tree);
        return seen.hasRate() && best != seen.rate ? Math.min(own, seen.trial(seen.tree.copy().setOptimizer(Trials.RATE, best)))
                : own;
    }

    private static Optional<Diagnosis> initialized(Case seen, List<Integer> layers, double enough, String evidence) {
        ModelTree changed = seen.tree.copy();
        boolean other = false;
        for (int layer : layers) {
            String suits = Activations.initializer(changed, layer);
            if (!suits.equals(changed.initializer(layer))) {
                changed.set(layer, Activations.KERNEL_INITIALIZER, suits);
                other = true;
            }
        }
        double loss = other ? seen.trial(changed) : Double.NaN;
        return loss < enough ? Optional.of(Diagnosis.of(InitialRule.NAME,
                evidence + "the initializer that suits the activation to " + Words.number(loss) + ".",
                "Take the initializer that suits the activation.", changed.root())) : Optional.empty();
    }

    private static Optional<Diagnosis> normalized(Case seen, List<Integer> layers, double enough, String evidence) {
        String best = null;
        double loss = enough;
        for (String technique : seen.installed.normalizations()) {
            double each = trial(seen, normalize(seen.tree, layers, technique));
            if (each < loss) {
                loss = each;
                best = technique;
            }
        }
        return best == null ? Optional.empty() : Optional.of(Diagnosis.of("no normalization",
                evidence + best + " behind each layer to " + Words.number(loss) + ".",
                "Let layers be normalized.", normalize(seen.tree, layers, best).root()));
    }

    private static double trial(Case seen, ModelTree changed) {
        try {
            return seen.trial(changed);
        } catch (InputException e) {
            // Some do not fit a layer's shape; that is no reason to miss those that do.
            return Double.POSITIVE_INFINITY;
        }
    }

    /** A model with a normalization behind some layers. */
    static ModelTree normalize(ModelTree tree, List<Integer> layers, String technique) {
        ModelTree changed = tree.copy();
        for (int i = layers.size() - 1; i >= 0; i--) {
            int layer = layers.get(i);
            // A layer that names its inputs would leave the new one out.
            if (layer >= 0 && layer + 1 < changed.layers() && changed.option(layer + 1, INPUTS) == null) {
                changed.insert(layer, technique);
            }
        }
        return changed;
    }

    /** A measure of the first layer, and of the last but one. */
    private static final class Drift {
        private final String places;
        private final double ratio;

        private Drift(String places, double ratio) {
            this.places = places;
            this.ratio = ratio;
        }

        static Drift of(Map<String, Double> measured, String first, String last) {
            double from = measured.getOrDefault(first, Double.NaN);
            double to = measured.getOrDefault(last, Double.NaN);
            return new Drift(Words.number(from) + " in " + first + " to " + Words.number(to) + " in " + last, to / from);
        }

        boolean isBeyond(double factor) {
            return ratio > factor || ratio < 1 / factor;
        }

        @Override
        public String toString() {
            return places;
        }
    }
}
