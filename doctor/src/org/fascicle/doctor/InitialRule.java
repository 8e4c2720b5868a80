package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.model.Summary;
import org.fascicle.api.doctor.Diagnosis;

/** First values that are much too large or too small for the inputs of their layer. He et al., 2015, arXiv:1502.01852. */
final class InitialRule implements Rule {
    private static final double LARGE = 4;
    private static final double SMALL = 0.02;
    private static final int DEEP = 5;
    static final String NAME = "initializer does not suit";

    @Override
    public String subject() {
        return "first values of kernels";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.unwatched("weight_spread");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        List<String> places = new ArrayList<>();
        List<Integer> layers = new ArrayList<>();
        double worst = 1;
        List<Summary.Parameter> kernels = seen.kernels();
        for (Summary.Parameter parameter : kernels) {
            double deviation = seen.first("weight_spread", "deviation").getOrDefault(parameter.path(), Double.NaN);
            // The last one may begin with zeros: nothing has to come through it yet.
            boolean last = parameter.path().equals(kernels.get(kernels.size() - 1).path());
            double inputs = (double) parameter.shape().size() / parameter.shape().extent(-1);
            double gain = deviation * Math.sqrt(inputs);
            int layer = seen.layer(Case.layerOf(parameter.path()));
            boolean reused = layer >= 0 && seen.tree.option(layer, "from") != null;
            if (!reused && (gain > LARGE || gain < SMALL && !last)) {
                places.add(parameter.path());
                worst = Math.abs(Math.log(gain + 1e-9)) > Math.abs(Math.log(worst)) ? gain : worst;
                if (layer >= 0) {
                    layers.add(layer);
                }
            }
        }
        return places.isEmpty() ? Optional.empty() : Optional.of(finding(seen, places, layers, worst));
    }

    private static Diagnosis finding(Case seen, List<String> places, List<Integer> layers, double worst) {
        ModelTree changed = seen.tree.copy();
        long bounded = layers.stream().filter(layer -> changed.activates(layer, Activations.BOUNDED)).count();
        boolean deep = bounded >= DEEP;
        for (int layer : layers) {
            if (deep && changed.activates(layer, Activations.BOUNDED)) {
                Activations.replace(changed, layer);
            } else {
                changed.set(layer, Activations.KERNEL_INITIALIZER, Activations.initializer(changed, layer));
            }
        }
        return Diagnosis.of(NAME,
                "The first values of " + Words.some(places) + " make sums of " + Words.number(worst)
                        + " times the deviation of what goes in; about 1 keeps it.",
                deep ? "Take the initializer that suits the activation, and one that does not saturate in " + bounded
                        + " layers behind each other." : "Take the initializer that suits the activation.",
                layers.isEmpty() ? null : changed.root());
    }
}
