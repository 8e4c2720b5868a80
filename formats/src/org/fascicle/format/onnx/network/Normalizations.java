package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Normalizations over the batch, over features and over groups of channels. */
final class Normalizations {
    /** What our layers add to a variance if nothing is said. */
    static final double EPSILON = 0.001;
    private static final double EPSILON_OF_ONNX = 1e-5;
    private static final String GAMMA = "gamma";
    private static final String BETA = "beta";

    private Normalizations() {}

    static Value batch(Call call) {
        Refused.unless(!call.flag("training_mode") && call.integer("spatial", 1) == 1,
                "it normalizes with the batch, as in training");
        return batch(call, call.view(0), 1, call.constant(1), call.constant(2), call.constant(3), call.constant(4))
                .option("epsilon", epsilon(call.number("epsilon", EPSILON_OF_ONNX)))
                .option("momentum", call.number("momentum", 0.9)).view;
    }

    /** A layer whose options are still to be set. */
    private record Made(View view) {
        Made option(String key, Object value) {
            view.source().option(key, value);
            return this;
        }
    }

    static double epsilon(double given) {
        Refused.unless(given > 0 && given < Double.POSITIVE_INFINITY, "its epsilon is " + given);
        return given;
    }

    private static Made batch(Call call, View input, int axis, Constant gamma, Constant beta, Constant mean, Constant variance) {
        Refused.unless(input.rank() > axis && !input.isRows(axis), "it has no axis of features");
        View x = call.layouts().plain(input);
        int[] order = x.asItLies();
        int features = x.extent(axis);
        for (Constant each : new Constant[] {gamma, beta, mean, variance}) {
            Refused.unless(each.size() == features, "it has numbers of the shape " + Arrays.toString(each.shape()) + " for "
                    + features + " features");
        }
        Source source = call.layouts().source(x, order);
        int at = IntStream.range(0, order.length).filter(i -> order[i] == axis).findFirst().orElseThrow();
        Source layer = call.network().layer("batch_normalization", source, call.inputs() > 1 ? call.name(1) : "", source.shape())
                .option("axis", at == order.length - 1 ? -1 : at + 1, -1)
                .tensor(GAMMA, gamma.reshaped(features)).tensor(BETA, beta.reshaped(features))
                .tensor("moving_mean", mean.reshaped(features)).tensor("moving_variance", variance.reshaped(features))
                .slots(new Source.Slots(new int[] {at}, GAMMA, BETA));
        return new Made(Dense.placed(layer, x.rank(), order, x.rowsAxis()));
    }

    /** Our own form: x, mean, gamma by root, variance, epsilon, and beta if there is one. */
    static Value batchOfOurs(Call call) {
        View x = call.view(0);
        Constant mean = call.constant(1);
        Constant variance = call.constant(3);
        Constant gamma = call.constant(2);
        int axis = x.rank() - 1;
        for (int i = 0; i < mean.rank(); i++) {
            axis = mean.extent(i) > 1 ? x.rank() - mean.rank() + i : axis;
        }
        int features = x.extent(axis);
        Refused.unless(mean.rank() < x.rank() && mean.size() == features && variance.size() == features
                && (gamma.size() == features || gamma.size() == 1), "its numbers do not lie along one axis");
        boolean scale = gamma.size() == features && (gamma.rank() > 0 || features == 1);
        boolean center = call.inputs() > 5;
        Constant ones = Folding.filled(1, features);
        Constant beta = center ? call.constant(5) : Folding.filled(0, features);
        Refused.unless(beta.size() == features, "its numbers do not lie along one axis");
        Made made = batch(call, x, axis, scale ? gamma : Folding.elementwise("Mul", ones, gamma), beta, mean, variance)
                .option("epsilon", epsilon(call.constant(4).number("epsilon")));
        boolean plain = gamma.size() == 1 && gamma.rank() == 0 && gamma.number(GAMMA) == 1;
        Source source = made.view.source();
        if (plain) {
            source.option("scale", false).tensors().remove(GAMMA);
        }
        if (!center) {
            source.option("center", false).tensors().remove(BETA);
        }
        return made.view;
    }

    static Value layer(Call call) {
        View x = call.view(0);
        int from = x.axis(call.integer("axis", -1));
        View y = layer(call, x, IntStream.range(from, x.rank()).toArray(), call.number("epsilon", EPSILON_OF_ONNX));
        y = Arithmetic.times(call, y, call.constant(1));
        return call.has(2) ? Arithmetic.plus(call, y, call.constant(2)) : y;
    }

    /** Written out: x, epsilon, and perhaps axes and their size; the node that takes the mean is known. */
    static Value layerWrittenOut(Call call) {
        return layerWrittenOut(call, call.inputs() > 3 ? call.constant(3).number("the size") : 0);
    }

    /** The same with a sum that is multiplied: sizes that are powers of 2 are written so. */
    static Value layerOfShares(Call call) {
        return layerWrittenOut(call, 1 / call.constant(3).number("the share"));
    }

    private static View layerWrittenOut(Call call, double size) {
        View x = call.view(0);
        Call mean = call.found("m");
        Refused.unless(mean.integer("keepdims", 1) != 0, "its mean does not keep its axes");
        int[] axes = Reductions.axes(mean);
        Refused.unless(call.inputs() <= 3 || size == Constant.product(IntStream.of(axes).map(x::extent).toArray()),
                "its mean is not that of its axes");
        return layer(call, x, axes, call.constant(1).number("epsilon"));
    }

    private static View layer(Call call, View input, int[] axes, double epsilon) {
        View x = call.layouts().plain(input);
        Refused.unless(IntStream.of(axes).noneMatch(x::isRows) && axes.length > 0, "it goes along the rows too");
        int[] order = x.asItLies();
        Source source = call.layouts().source(x, order);
        int[] along =
                IntStream.range(0, order.length).filter(i -> IntStream.of(axes).anyMatch(axis -> axis == order[i])).toArray();
        Source layer = call.network().layer("layer_normalization", source, source.shape())
                .option("axis", Layouts.list(IntStream.of(along).map(axis -> axis + 1).toArray()))
                .option("epsilon", epsilon(epsilon)).option("scale", false).option("center", false)
                .slots(new Source.Slots(along, GAMMA, BETA));
        return Dense.placed(layer, x.rank(), order, x.rowsAxis());
    }

    static Value instance(Call call) {
        return groups(call, call.view(0), -1, call.constant(1), call.constant(2));
    }

    static Value group(Call call) {
        View x = call.view(0);
        long count = call.integer("num_groups", 0);
        Refused.unless(x.rank() >= 2 && !x.isRows(1) && count > 0 && x.extent(1) % count == 0, "it has " + count + " groups");
        return groups(call, x, (int) count, call.constant(1), call.constant(2));
    }

    private static View groups(Call call, View input, int count, Constant gamma, Constant beta) {
        View x = call.layouts().plain(input);
        Refused.unless(x.rank() >= 2 && !x.isRows(1), "it has no channels");
        int[] order = x.asItLies();
        int channels = x.extent(1);
        Source source = call.layouts().source(x, order);
        int at = IntStream.range(0, order.length).filter(i -> order[i] == 1).findFirst().orElseThrow();
        Source layer = call.network().layer("group_normalization", source, source.shape()).option("groups", count)
                .option("axis", at + 1).option("epsilon", epsilon(call.number("epsilon", EPSILON_OF_ONNX)))
                .tensor(GAMMA, perChannel(gamma, channels)).tensor(BETA, perChannel(beta, channels))
                .slots(new Source.Slots(new int[] {at}, GAMMA, BETA));
        return Dense.placed(layer, x.rank(), order, x.rowsAxis());
    }

    /**
     * Groups that are channels of their own while they are normalized, as PyTorch writes it: x, the shape in between, and the shape
     * afterwards.
     */
    static Value groupWrittenOut(Call call) {
        View x = call.layouts().plain(call.view(0));
        double[] between = call.constant(1).values();
        double[] after = call.constant(2).values();
        boolean fits = x.rank() >= 3 && x.isRows(0) && between.length == 3 && after.length == x.rank()
                && between[2] == -1 && between[1] >= 1 && x.extent(1) % between[1] == 0;
        for (int axis = 1; fits && axis < x.rank(); axis++) {
            fits = after[axis] == x.extent(axis);
        }
        Refused.unless(fits, "it normalizes parts that are no groups of channels");
        View y = groups(call.found("i"), x, (int) between[1], Folding.filled(1, 1), Folding.filled(0, 1));
        y.source().tensors().clear();
        y.source().option("scale", false).option("center", false);
        return y;
    }

    /** One number for each channel, of one for each group. */
    private static Constant perChannel(Constant numbers, int channels) {
        int size = numbers.size();
        Refused.unless(size > 0 && channels % size == 0, "it has " + size + " numbers for " + channels + " channels");
        double[] values = numbers.values();
        double[] all = new double[channels];
        Arrays.setAll(all, i -> values[i / (channels / size)]);
        return Dense.vector(all);
    }
}
