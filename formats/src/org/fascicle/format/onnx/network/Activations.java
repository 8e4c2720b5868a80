package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** Activations: of the layer before them where nobody else sees it, else a layer of their own. */
final class Activations {
    private static final Set<String> NON_NEGATIVE = Set.of("relu", "relu6", "sigmoid", "hard_sigmoid", "exponential", "softplus",
            "softmax", "sparse_plus", "squareplus");
    private static final double ROUNDING = 1e-4;

    private Activations() {}

    /** One without options. */
    static Operator of(String name) {
        return Operator.of(call -> apply(call, call.view(0), name, name));
    }

    /** One with a number of an attribute. */
    static Operator of(String name, String option, String attribute, double otherwise) {
        return Operator.of(call -> withNumber(call, name, option, call.number(attribute, otherwise)));
    }

    /** One with a number that a pattern has found. */
    static Operator found(String name, String option) {
        return Operator.of(call -> withNumber(call, name, option, call.constant(1).number(option)));
    }

    private static View withNumber(Call call, String name, String option, double number) {
        Refused.unless(Double.isFinite(number) && number >= 0,
                "its " + option + " is " + number + ", which " + name + " does not take");
        return apply(call, call.view(0), name, Map.of(name, Map.of(option, number)));
    }

    static View apply(Call call, View x, String name, Object technique) {
        Refused.unless(x.elements().isReal(), "it is computed of whole numbers");
        boolean nonNegative = NON_NEGATIVE.contains(name);
        if (x.exclusive() && x.affine() == null && x.range() == null && x.source().takesActivation()) {
            x.source().option("activation", technique).nonNegative(nonNegative);
            return x;
        }
        View plain = call.layouts().plain(x);
        Refused.unless(plain.range() == null, "it is computed of whole numbers");
        Source source = plain.source();
        return plain.through(call.network().layer("activation", source, source.shape()).option("activation", technique)
                .nonNegative(nonNegative));
    }

    /** With the numbers of each type that ONNX fixes. */
    static Value hardSigmoid(Call call) {
        double alpha = call.number("alpha", 0.2);
        double beta = call.number("beta", 0.5);
        Refused.unless(alpha > 0, "its alpha is " + alpha);
        // Ours is min(max(z / 6 + 1/2, 0), 1).
        View z = Arithmetic.times(call, call.view(0), Dense.number(near(6 * alpha, 1)));
        return apply(call, Arithmetic.plus(call, z, Dense.number(near(6 * (beta - 0.5), 0))), "hard_sigmoid", "hard_sigmoid");
    }

    private static double near(double number, double whole) {
        return Math.abs(number - whole) < ROUNDING ? whole : number;
    }

    static Value selu(Call call) {
        double alpha = call.number("alpha", 1.67326319217681884765625);
        double gamma = call.number("gamma", 1.05070102214813232421875);
        Refused.unless(Math.abs(alpha - 1.6732632) < ROUNDING && Math.abs(gamma - 1.0507010) < ROUNDING,
                "its alpha and gamma are " + alpha + " and " + gamma + ", not the usual ones");
        return apply(call, call.view(0), "selu", "selu");
    }

    static Value gelu(Call call) {
        return apply(call, call.view(0), "gelu",
                call.text("approximate", "none").equals("tanh") ? Map.of("gelu", Map.of("approximate", true)) : "gelu");
    }

    static Value celuFound(Call call) {
        double factor = call.constant(1).number("its factor");
        double alpha = call.constant(2).number("alpha");
        Refused.unless(Math.abs(factor * alpha - 1) < ROUNDING || Math.abs(factor / alpha - 1) < ROUNDING,
                "its numbers " + factor + " and " + alpha + " are not one alpha");
        return withNumber(call, "celu", "alpha", alpha);
    }

    static Value thresholded(Call call) {
        return threshold(call, call.number("alpha", 1), 0);
    }

    static Value thresholdFound(Call call) {
        return threshold(call, call.constant(1).number("the threshold"), call.constant(2).number("the value"));
    }

    private static View threshold(Call call, double threshold, double value) {
        return apply(call, call.view(0), "threshold",
                Map.of("threshold", Map.of("threshold", threshold, "default_value", value)));
    }

    static Value shrink(Call call) {
        double bias = call.number("bias", 0);
        double lambda = call.number("lambd", 0.5);
        Refused.unless(lambda >= 0 && (bias == 0 || bias == lambda), "its bias " + bias + " and lambd " + lambda
                + " have no equal");
        String name = bias == 0 ? "hard_shrink" : "soft_shrink";
        return apply(call, call.view(0), name, Map.of(name, Map.of("threshold", lambda)));
    }

    static Value prelu(Call call) {
        View x = call.layouts().plain(call.view(0));
        Constant slope = call.constant(1);
        if (slope.size() == 1 && slope.rank() == 0 && slope.number("the slope") >= 0) {
            return apply(call, x, "leaky_relu", Map.of("leaky_relu", Map.of("negative_slope", slope.number("the slope"))));
        }
        int[] order = x.asItLies();
        View lying = Dense.placed(call.layouts().source(x, order), x.rank(), order, x.rowsAxis());
        Constant alpha = Arithmetic.parameter(lying, slope);
        int[] shared = IntStream.range(0, alpha.rank()).filter(axis -> alpha.extent(axis) < lying.extents()[axis])
                .map(axis -> axis + 1).toArray();
        Source layer = call.network().layer("activation", lying.source(), call.name(1), lying.source().shape())
                .option("activation", shared.length == 0 ? "prelu" : Map.of("prelu", Map.of("shared_axes", Layouts.list(shared))))
                .tensor("alpha", alpha);
        return lying.through(layer);
    }

    static Value clip(Call call) {
        double low = bound(call, "min", 1, Double.NEGATIVE_INFINITY);
        double high = bound(call, "max", 2, Double.POSITIVE_INFINITY);
        // Old sets write the least and the greatest number for none.
        return clip(call, call.view(0), low <= -Float.MAX_VALUE ? Double.NEGATIVE_INFINITY : low,
                high >= Float.MAX_VALUE ? Double.POSITIVE_INFINITY : high);
    }

    private static double bound(Call call, String name, int input, double otherwise) {
        return call.has(input) ? call.constant(input).number(name) : call.number(name, otherwise);
    }

    static Value clipFound(Call call) {
        return clip(call, call.view(0), call.constant(1).number("the lower bound"), call.constant(2).number("the upper bound"));
    }

    static Value reluUpTo(Call call) {
        return clip(call, call.view(0), 0, call.constant(1).number("the upper bound"));
    }

    static Value max(Call call) {
        int at = one(call);
        return clip(call, call.view(at), call.constant(1 - at).number("the lower bound"), Double.POSITIVE_INFINITY);
    }

    static Value min(Call call) {
        int at = one(call);
        return clip(call, call.view(at), Double.NEGATIVE_INFINITY, call.constant(1 - at).number("the upper bound"));
    }

    private static int one(Call call) {
        Refused.unless(call.inputs() == 2 && call.isConstant(0) != call.isConstant(1),
                "the greatest or least of several layers has no equal");
        return call.isConstant(0) ? 1 : 0;
    }

    private static View clip(Call call, View x, double low, double high) {
        Refused.unless(low <= high, "it clips to [" + low + ", " + high + "]");
        if (!x.elements().isReal()) {
            double[] range = x.range();
            return x.within(range == null ? low : Math.max(low, range[0]), range == null ? high : Math.min(high, range[1]));
        } else if (low == -1 && high == 1) {
            return apply(call, x, "hard_tanh", "hard_tanh");
        } else if (low == 0 && high == 6) {
            return apply(call, x, "relu6", "relu6");
        } else if (low == 0) {
            return apply(call, x, "relu", high == Double.POSITIVE_INFINITY ? "relu" : Map.of("relu", Map.of("max_value", high)));
        } else if (low != Double.NEGATIVE_INFINITY) {
            View above = clip(call, Arithmetic.plus(call, x, Dense.number(-low)), 0, high - low);
            return Arithmetic.plus(call, above, Dense.number(low));
        } else if (high == Double.POSITIVE_INFINITY) {
            return x;
        }
        View below = clip(call, Arithmetic.plus(call, Arithmetic.times(call, x, Dense.number(-1)), Dense.number(high)), 0,
                Double.POSITIVE_INFINITY);
        return Arithmetic.plus(call, Arithmetic.times(call, below, Dense.number(-1)), Dense.number(high));
    }

    /** Along one axis; in old sets along all from one on. */
    static Operator softmax(String name) {
        return Operator.of(call -> {
            View x = call.view(0);
            int axis = x.axis(call.integer("axis", call.version() < 13 ? 1 : -1));
            return call.version() < 13 && axis < x.rank() - 1 ? alongAll(call, x, name, axis) : along(call, x, name, axis);
        });
    }

    /** Written out: x and its axes. */
    static Operator softmaxFound(String name) {
        return Operator.of(call -> {
            int[] axes = call.constant(1).integers("axes");
            Refused.unless(axes.length == 1, "it goes along " + axes.length + " axes");
            return along(call, call.view(0), name, call.view(0).axis(axes[0]));
        });
    }

    private static View along(Call call, View x, String name, int axis) {
        Refused.unless(!x.isRows(axis), "it goes along the rows");
        int[] group = x.axes().get(axis);
        boolean last = x.affine() == null && group.length == 1 && group[0] == x.extents().length - 1
                && Arrays.equals(x.extents(), x.source().shape());
        if (last) {
            return apply(call, x, name, name);
        }
        View plain = call.layouts().plain(x);
        int[] order = plain.asItLies();
        Source source = call.layouts().source(plain, order);
        int at = IntStream.range(0, order.length).filter(i -> order[i] == axis).findFirst().orElseThrow();
        Object technique = at == order.length - 1 ? name : Map.of(name, Map.of("axis", at + 1));
        return apply(call, Dense.placed(source, x.rank(), order, x.rowsAxis()).exclusive(false), name, technique);
    }

    private static View alongAll(Call call, View x, String name, int axis) {
        Refused.unless(x.isRows(0) && axis > 0, "it goes along the rows");
        int[] shape = x.shape();
        int before = Constant.product(Arrays.copyOfRange(shape, 1, axis));
        Source flat = call.layouts().source(call.layouts().plain(x), x.behindRows(), new int[] {before, x.rowSize() / before});
        Source layer = call.network().layer("activation", flat, flat.shape()).option("activation", name);
        int[] extents = Arrays.copyOfRange(shape, 1, shape.length);
        return View.of(layer, extents, IntStream.range(0, extents.length).toArray());
    }

    /** A layer that does nothing in inference, if it has a rate. */
    static Value dropout(Call call) {
        View x = call.view(0);
        double rate = call.has(1) ? call.constant(1).number("its ratio") : call.number("ratio", 0.5);
        Refused.unless(rate >= 0 && rate < 1, "its ratio is " + rate);
        Refused.unless(!call.has(2) || call.constant(2).number("training_mode") == 0, "it is in training mode");
        if (rate == 0 || x.elements() != Elements.FLOAT || x.range() != null) {
            return x;
        }
        View plain = call.layouts().plain(x);
        Source source = plain.source();
        return plain.through(call.network().layer("dropout", List.of(source), source.shape()).option("rate", rate)
                .nonNegative(source.nonNegative()));
    }
}
