package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.format.Imported;
import org.jspecify.annotations.Nullable;

/** Makes the scaling of an input of the layers Normalization and Rescaling, which are no layers here. */
final class ScalingReader {
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final TechniqueReader techniques;

    ScalingReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /** Whether a class is one of them. */
    static boolean reads(String type) {
        return type.equals("Normalization") || type.equals("Rescaling");
    }

    /**
     * Shift and factor for each feature.
     *
     * @param shape of a row
     * @param stored what the layer keeps: mean and variance, if its configuration has none
     */
    double[][] read(String type, JsonNode config, List<Integer> shape, Map<Integer, Imported.Numbers> stored, String where) {
        int size = shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
        if (type.equals("Rescaling")) {
            double[] scale = spread(numbers(config.path("scale")), shape, size, where + "/scale");
            double[] offset = spread(numbers(config.path("offset")), shape, size, where + "/offset");
            for (int i = 0; i < size; i++) {
                offset[i] = -offset[i] / scale[i];
            }
            return new double[][] {offset, scale};
        }
        if (config.path("invert").asBoolean(false)) {
            throw techniques.problem(where + "/invert", "a Normalization that is inverted has no equal here", null);
        }
        double[] mean = spread(given(config.path("mean"), stored.get(0), where), shape, size, where + "/mean");
        double[] factor = spread(given(config.path("variance"), stored.get(1), where), shape, size, where + "/variance");
        for (int i = 0; i < size; i++) {
            factor[i] = 1 / Math.max(Math.sqrt(factor[i]), SMALLEST_DEVIATION);
        }
        return new double[][] {mean, factor};
    }

    private double[] given(JsonNode config, Imported.@Nullable Numbers stored, String where) {
        if (!config.isNull() && !config.isMissingNode()) {
            return numbers(config);
        } else if (stored == null) {
            throw techniques.problem(where, "the Normalization has no mean and no variance",
                    "Adapt it before the model is saved");
        }
        return stored.values();
    }

    private static double[] numbers(JsonNode node) {
        List<Double> all = new ArrayList<>();
        collect(node, all);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> all) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, all));
        } else {
            all.add(node.isNumber() ? node.doubleValue() : Double.NaN);
        }
    }

    /** For each feature: as they are, those of the last axis again and again, or one for all. */
    private double[] spread(double[] numbers, List<Integer> shape, int size, String where) {
        int last = shape.get(shape.size() - 1);
        if (numbers.length != size && numbers.length != last && numbers.length != 1
                || !Arrays.stream(numbers).allMatch(Double::isFinite)) {
            throw techniques.problem(where, numbers.length + " numbers do not fit the features " + shape
                    + ", or are not finite", null);
        }
        double[] spread = new double[size];
        for (int i = 0; i < size; i++) {
            spread[i] = numbers[i % numbers.length];
        }
        return spread;
    }
}
