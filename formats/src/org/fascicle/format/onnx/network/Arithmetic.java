package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sums and products: of what layers compute, layers that merge; with given numbers, part of a layer or a scaling. */
final class Arithmetic {
    private Arithmetic() {}

    static Value add(Call call) {
        return call.isConstant(1) ? plus(call, call.view(0), call.constant(1))
                : call.isConstant(0) ? plus(call, call.view(1), call.constant(0)) : sum(call, call.view(0), call.view(1));
    }

    static Value sub(Call call) {
        Constant minus = Dense.number(-1);
        return call.isConstant(1) ? plus(call, call.view(0), Folding.elementwise("Mul", call.constant(1), minus))
                : call.isConstant(0) ? plus(call, times(call, call.view(1), minus), call.constant(0))
                : sum(call, call.view(0), times(call, call.view(1), minus));
    }

    static Value mul(Call call) {
        return call.isConstant(1) ? times(call, call.view(0), call.constant(1))
                : call.isConstant(0) ? times(call, call.view(1), call.constant(0))
                : merged(call, "multiply", List.of(call.view(0), call.view(1)));
    }

    static Value div(Call call) {
        View x = call.view(0);
        Refused.unless(x.elements().isReal(), "it divides whole numbers");
        return times(call, x, Folding.elementwise("Div", Dense.number(1), call.constant(1)));
    }

    static Value neg(Call call) {
        return times(call, call.view(0), Dense.number(-1));
    }

    static Value square(Call call) {
        Refused.unless(call.isConstant(1) && call.constant(1).size() == 1 && call.constant(1).number("the exponent") == 2,
                "only the power 2 has an equal");
        return merged(call, "multiply", List.of(call.view(0), call.view(0)));
    }

    /** Sum of any number of tensors. */
    static Value sumOfAll(Call call) {
        View sum = null;
        List<Constant> given = new ArrayList<>();
        List<View> computed = new ArrayList<>();
        for (int i = 0; i < call.inputs(); i++) {
            if (call.isConstant(i)) {
                given.add(call.constant(i));
            } else {
                computed.add(call.view(i));
            }
        }
        sum = computed.size() == 1 ? computed.get(0) : merged(call, "add", computed);
        for (Constant constant : given) {
            sum = plus(call, sum, constant);
        }
        return sum;
    }

    static View sum(Call call, View a, View b) {
        return merged(call, "add", List.of(a, b));
    }

    static View plus(Call call, View x, Constant c) {
        return applied(call, x, Affine.plus(alongRow(x, c), numbers(x, c)));
    }

    static View times(Call call, View x, Constant c) {
        return applied(call, x, Affine.times(alongRow(x, c), numbers(x, c)));
    }

    private static View applied(Call call, View x, Affine next) {
        if (next.isNothing()) {
            return x;
        }
        Affine before = x.affine();
        if (before != null) {
            Affine both = before.then(next);
            return x.with(both.isNothing() ? null : both);
        }
        return Folds.into(x, next) ? x : x.with(next);
    }

    /** For each axis of the row, as it lies, its extent if the numbers differ along it. */
    private static int[] alongRow(View x, Constant c) {
        int[] shape = new int[x.extents().length];
        Arrays.fill(shape, 1);
        for (int axis : differing(x, c)) {
            for (int at : x.axes().get(axis)) {
                shape[at] = x.extents()[at];
            }
        }
        return shape;
    }

    /** The axes of the file's tensor along which given numbers differ. */
    private static int[] differing(View x, Constant c) {
        int more = x.rank() - c.rank();
        Refused.unless(more >= 0 || c.size() == 1, "numbers of the shape " + Arrays.toString(c.shape()) + " give "
                + Arrays.toString(x.shape()) + " more axes");
        if (c.size() == 1) {
            return new int[0];
        }
        for (int axis = 0; axis < c.rank(); axis++) {
            int extent = c.extent(axis);
            Refused.unless(extent == 1 || extent == x.extent(axis + more), "numbers of the shape " + Arrays.toString(c.shape())
                    + " do not fit " + Arrays.toString(x.shape()) + ", or repeat it");
        }
        return IntStream.range(0, c.rank()).filter(axis -> c.extent(axis) > 1).map(axis -> axis + more).toArray();
    }

    /** The numbers in the order of the row as it lies. */
    private static double[] numbers(View x, Constant c) {
        int[] sequence = IntStream.of(differing(x, c)).flatMap(axis -> IntStream.of(x.axes().get(axis))).toArray();
        int[] order = IntStream.range(0, sequence.length).boxed().sorted((a, b) -> Integer.compare(sequence[a], sequence[b]))
                .mapToInt(Integer::intValue).toArray();
        return c.reshaped(IntStream.of(sequence).map(at -> x.extents()[at]).toArray()).transposed(order).values();
    }

    /** The numbers of a parameter that is spread over a tensor, in the order of the row as it lies, an extent of 1 where they are alike. */
    static Constant parameter(View x, Constant c) {
        return Constant.of(c.elements(), alongRow(x, c), numbers(x, c));
    }

    /** A layer of several inputs of one shape, in which an extent of 1 is repeated. */
    static View merged(Call call, String layer, List<View> views) {
        View first = views.stream().max((a, b) -> Integer.compare(a.rowSize(), b.rowSize())).orElseThrow();
        int[] order = first.asItLies();
        List<Source> sources = new ArrayList<>();
        int[] met = new int[order.length];
        Arrays.fill(met, 1);
        boolean nonNegative = true;
        for (View view : views) {
            Refused.unless(view.rank() == first.rank() && view.rowsAxis() == first.rowsAxis(), "its inputs "
                    + views.stream().map(each -> Arrays.toString(each.shape())).collect(Collectors.joining(" and "))
                    + " have different axes");
            Source source = call.layouts().source(view, order);
            for (int i = 0; i < order.length; i++) {
                int extent = view.extent(order[i]);
                Refused.unless(extent == met[i] || extent == 1 || met[i] == 1, "its inputs do not fit together: "
                        + views.stream().map(each -> Arrays.toString(each.shape())).collect(Collectors.joining(" and ")));
                met[i] = Math.max(met[i], extent);
            }
            sources.add(source);
            nonNegative &= source.nonNegative();
        }
        Refused.unless(met.length > 0, "it has rows alone");
        Source merged = call.network().layer(layer, sources, met).nonNegative(nonNegative);
        return Dense.placed(merged, first.rank(), order, first.rowsAxis());
    }
}
