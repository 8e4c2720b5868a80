package org.fascicle.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.data.Scale;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.model.Summary;

/** Numbers that are far from a mean of 0 and a deviation of 1, where that matters. Klambauer et al., 2017, arXiv:1706.02515. */
final class InputRule implements Rule {
    private static final double FAR = 20;

    @Override
    public String subject() {
        return "the inputs' scale";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.inputs == 1 ? Optional.empty() : Optional.of("the network has several inputs");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        if (seen.scale == Scale.STANDARD || !(seen.inputDeviation > 0) || !reachKernel(seen)) {
            return Optional.empty();
        }
        boolean normalizes = false;
        for (int layer = 0; layer < seen.tree.layers(); layer++) {
            normalizes |= seen.tree.activates(layer, Activations.SELF_NORMALIZING);
        }
        String before = before(seen);
        double mean = seen.first("output_spread", "mean").getOrDefault(before, seen.inputMean);
        double deviation = seen.first("output_spread", "deviation").getOrDefault(before, seen.inputDeviation);
        boolean off = Math.abs(mean) > 0.3 || deviation < 0.6 || deviation > 1.6;
        boolean far = Math.abs(mean) > FAR || deviation > FAR;
        if (!(normalizes && off) && !far) {
            return Optional.empty();
        }
        String evidence = "The numbers that go in have the mean " + Words.number(mean) + " and the deviation "
                + Words.number(deviation) + "." + (normalizes
                        ? " An activation that keeps its layers normalized needs the mean 0 and the deviation 1." : "");
        return Optional.of(Diagnosis.of("inputs not standardized", evidence, "Let the data be scaled: \"scale\": \"standard\".",
                seen.tree.namesData() ? seen.tree.copy().setData("scale", "standard").root() : null));
    }

    /** Whether inputs go into a kernel: not into a table of an embedding, and not through what normalizes them first. */
    private static boolean reachKernel(Case seen) {
        List<Summary.Line> lines = seen.lines();
        Optional<Summary.Line> first = lines.stream().filter(line -> line.trainable() + line.nonTrainable() > 0).findFirst();
        return first.isPresent() && layersWithKernels(seen).contains(first.orElseThrow().name())
                && lines.subList(0, lines.indexOf(first.orElseThrow())).stream()
                        .noneMatch(line -> Installed.isNormalization(line.type()));
    }

    /** The layer whose numbers go into the first kernel; empty if these are the inputs themselves. */
    private static String before(Case seen) {
        String before = "";
        Set<String> kernels = layersWithKernels(seen);
        for (Summary.Line line : seen.lines()) {
            if (kernels.contains(line.name())) {
                return before;
            }
            before = line.name();
        }
        return before;
    }

    private static Set<String> layersWithKernels(Case seen) {
        Map<String, Double> gradients = seen.first("gradient_size", "rms");
        return seen.summary == null ? Set.of() : seen.summary.parameters().stream().map(Summary.Parameter::path)
                .filter(path -> path.endsWith(Case.KERNEL) && (gradients.isEmpty() || gradients.containsKey(path)))
                .map(Case::layerOf).collect(Collectors.toSet());
    }
}
