package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Operators of ONNX's domain for classical machine learning, as they are written of linear models. */
final class Learned {
    private Learned() {}

    static Value scaler(Call call) {
        View x = call.view(0);
        double[] offset = call.numbersOf("offset");
        double[] minus = Arrays.stream(offset).map(number -> -number).toArray();
        View shifted = Arithmetic.plus(call, x, one(minus));
        return Arithmetic.times(call, shifted, one(call.numbersOf("scale")));
    }

    private static Constant one(double[] numbers) {
        return numbers.length == 1 ? Dense.number(numbers[0]) : Dense.vector(numbers);
    }

    static Value regressor(Call call) {
        int targets = (int) call.integer("targets", 1);
        Refused.unless(targets > 0 && call.text("post_transform", "NONE").equals("NONE"), "it transforms its result");
        return linear(call, targets, call.numbersOf("coefficients"), call.numbers("intercepts"));
    }

    private static View linear(Call call, int units, double[] coefficients, double @Nullable [] intercepts) {
        View x = call.view(0);
        Refused.unless(x.rank() == 2 && coefficients.length == (long) units * x.rowSize(), "it has " + coefficients.length
                + " coefficients for " + x.rowSize() + " features and " + units + " results");
        View y = Dense.product(call, x, Dense.vector(coefficients).reshaped(units, x.rowSize()).transposed(1, 0), "");
        Refused.unless(intercepts == null || intercepts.length == units, "its intercepts are not one for each result");
        return intercepts == null ? y : Arithmetic.plus(call, y, Dense.vector(intercepts));
    }

    /** The label, and a score for each class. */
    static List<Value> classifier(Call call) {
        boolean texts = call.node().has("classlabels_strings");
        List<?> labels =
                (List<?>) call.node().attributes().getOrDefault(texts ? "classlabels_strings" : "classlabels_ints", List.of());
        int classes = labels.size();
        double[] coefficients = call.numbersOf("coefficients");
        double[] intercepts = call.numbers("intercepts");
        String transform = call.text("post_transform", "NONE");
        double factor = 1;
        if (transform.equals("LOGISTIC") && classes == 2 && isNegated(coefficients)
                && (intercepts == null || isNegated(intercepts))) {
            // Two logistic functions of a score and its negative are the softmax of half of both.
            transform = "SOFTMAX";
            factor = 0.5;
        }
        View z = linear(call, classes, scaled(coefficients, factor), intercepts == null ? null : scaled(intercepts, factor));
        View y = switch (transform) {
            case "NONE" -> z;
            case "SOFTMAX" -> Activations.apply(call, z, "softmax", "softmax");
            case "LOGISTIC" -> Activations.apply(call, z, "sigmoid", "sigmoid");
            default -> throw new Refused("its post_transform is " + transform);
        };
        y.source().classes(ClassNames.of(labels));
        return List.of(Value.Label.CLASS, y);
    }

    private static double[] scaled(double[] numbers, double factor) {
        return Arrays.stream(numbers).map(number -> number * factor).toArray();
    }

    private static boolean isNegated(double[] numbers) {
        int half = numbers.length / 2;
        return numbers.length == 2 * half && IntStream.range(0, half).allMatch(i -> numbers[i] == -numbers[half + i]);
    }

    /** What sums to 1 is divided by 1. */
    static Value normalizer(Call call) {
        View x = call.view(0);
        Map<String, Object> options = x.source().options();
        Refused.unless(call.text("norm", "MAX").equals("L1") && x.affine() == null && "softmax".equals(options.get("activation")),
                "it normalizes by " + call.text("norm", "MAX"));
        return x;
    }

    /** Scores with the names of their classes. */
    static Value named(Call call) {
        Object names =
                call.node().attributes().getOrDefault("classlabels_strings", call.node().attributes().get("classlabels_int64s"));
        View scores = call.view(0);
        scores.source().classes(ClassNames.of(names));
        return scores;
    }
}
