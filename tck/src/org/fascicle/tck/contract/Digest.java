package org.fascicle.tck.contract;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/**
 * What a contract says of a tensor: its shape, its greatest magnitude, a mean in which each place has another weight, and
 * the first elements. Numbers are rounded so far that machines and Javas agree.
 */
final class Digest {
    private static final int FIRST = 3;
    private static final int DIGITS = 10;
    /** Numbers are equal that differ by less than this part of the greatest magnitude. */
    private static final double RELATIVE = 1e-9;
    /** Smaller numbers are rounding errors of zero. */
    private static final double NOTHING = 1e-12;
    /** Weights run through so many values between 1 and 2. */
    private static final int WEIGHTS = 13;
    private static final int STRIDE = 5;

    private Digest() {}

    static ObjectNode of(String shape, double[] values) {
        double greatest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("shape", shape);
        if (values.length > FIRST) {
            node.set("greatest", number(greatest, greatest));
            node.set("mean", number(mean(values), greatest));
        }
        ArrayNode first = node.putArray("first");
        Arrays.stream(values).limit(FIRST).forEach(value -> first.add(number(value, greatest)));
        return node;
    }

    /** What has changed in a tensor, as {@code mean 0.5 → 0.7}; null if nothing has. */
    static @Nullable String difference(JsonNode before, JsonNode now) {
        if (!before.path("shape").equals(now.path("shape"))) {
            return before.path("shape").asText() + " → " + now.path("shape").asText();
        }
        double scale = Math.max(greatest(before), greatest(now));
        for (int i = 0; i < before.path("first").size(); i++) {
            if (differs(before.path("first").path(i), now.path("first").path(i), scale)) {
                return before.path("first").path(i).asText() + " → " + now.path("first").path(i).asText();
            }
        }
        for (String what : List.of("greatest", "mean")) {
            if (before.has(what) && differs(before.path(what), now.path(what), scale)) {
                return what + " " + before.path(what).asText() + " → " + now.path(what).asText();
            }
        }
        return null;
    }

    private static double greatest(JsonNode tensor) {
        if (tensor.has("greatest")) {
            return value(tensor.path("greatest"));
        }
        double greatest = 0;
        for (JsonNode each : tensor.path("first")) {
            greatest = Math.max(greatest, Math.abs(value(each)));
        }
        return greatest;
    }

    private static boolean differs(JsonNode before, JsonNode now, double scale) {
        double a = value(before);
        double b = value(now);
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return Double.compare(a, b) != 0;
        }
        double reference = Double.isFinite(scale) ? scale : Math.max(Math.abs(a), Math.abs(b));
        return Math.abs(a - b) > RELATIVE * reference + NOTHING;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * (1 + (double) (i * STRIDE % WEIGHTS) / WEIGHTS);
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    /** Infinities and NaN, which JSON has not, are texts. */
    private static JsonNode number(double value, double scale) {
        if (!Double.isFinite(value)) {
            return JsonNodeFactory.instance.textNode(Double.toString(value));
        }
        double reference = Double.isFinite(scale) ? scale : Math.abs(value);
        if (reference < NOTHING) {
            return JsonNodeFactory.instance.numberNode(0.0);
        }
        int places = DIGITS - 1 - (int) Math.floor(Math.log10(reference));
        double rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
        return JsonNodeFactory.instance.numberNode(rounded + 0.0);
    }

    private static double value(JsonNode number) {
        return number.isNumber() ? number.doubleValue() : Double.parseDouble(number.asText("NaN"));
    }
}
