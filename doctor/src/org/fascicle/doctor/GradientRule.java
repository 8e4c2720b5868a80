package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Gradients that vanish or explode from the last layer to the first. Bengio, Simard and Frasconi, 1994. */
final class GradientRule implements Rule {
    static final double FAR = 1e4;

    @Override
    public String subject() {
        return "gradients";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.unwatched("gradient_size");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Map<String, Double> kernels = new LinkedHashMap<>(seen.late("gradient_size", "rms"));
        kernels.keySet().removeIf(place -> !place.endsWith("/kernel"));
        List<String> places = new ArrayList<>(kernels.keySet());
        if (places.size() < 3) {
            return Optional.empty();
        }
        String first = places.get(0);
        String last = places.get(places.size() - 1);
        double ratio = kernels.getOrDefault(first, 1.0) / kernels.getOrDefault(last, 1.0);
        // Where the last layer gets none, nothing has vanished on the way.
        if (!(kernels.getOrDefault(last, 1.0) > 0)) {
            return Optional.empty();
        }
        String evidence = "The gradient of " + first + " is " + Words.number(kernels.getOrDefault(first, 1.0)) + ", that of "
                + last + " " + Words.number(kernels.getOrDefault(last, 1.0)) + " (root mean square).";
        if (ratio < 1 / FAR) {
            return Optional.of(vanishing(seen, evidence));
        } else if (ratio > FAR) {
            return Optional.of(Diagnosis.of("exploding gradients", evidence, "Clip the norm of the gradients.",
                    seen.tree.optimizer() == null ? null : seen.tree.copy().setOptimizer("global_clipnorm", 1.0).root()));
        }
        return Optional.empty();
    }

    private static Diagnosis vanishing(Case seen, String evidence) {
        String name = "vanishing gradients";
        for (int layer = 0; layer < seen.tree.layers() - 1; layer++) {
            if (seen.tree.activates(layer, Activations.BOUNDED)) {
                return Diagnosis.of(name, evidence,
                        "Take an activation that does not saturate, and the initializer that suits it.",
                        replaced(seen));
            }
        }
        return Diagnosis.of(name, evidence,
                "Take fewer layers, or let some be skipped: add what goes into them to what they give.",
                null);
    }

    private static Map<String, Object> replaced(Case seen) {
        ModelTree changed = seen.tree.copy();
        for (int layer = 0; layer < changed.layers() - 1; layer++) {
            if (changed.activates(layer, Activations.BOUNDED)) {
                Activations.replace(changed, layer);
            }
        }
        return changed.root();
    }
}
