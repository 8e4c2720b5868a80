package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** Matrix products with given matrices: densely connected layers, and embeddings. */
final class Dense {
    private Dense() {}

    static Value matmul(Call call) {
        Refused.unless(!call.isConstant(0), "the given matrix stands in front; a dense layer has it behind");
        return product(call, call.view(0), call.constant(1), call.name(1));
    }

    static Value gemm(Call call) {
        View x = call.view(0);
        Constant w = call.constant(1);
        Refused.unless(x.rank() == 2 && w.rank() == 2, "its factors are no matrices");
        View a = call.flag("transA") ? x.with(List.of(x.axes().get(1), x.axes().get(0))) : x;
        View y = product(call, a, call.flag("transB") ? w.transposed(1, 0) : w, call.name(1));
        y = Arithmetic.times(call, y, number(call.number("alpha", 1)));
        if (!call.has(2)) {
            return y;
        }
        Constant beta = number(call.number("beta", 1));
        return call.isConstant(2)
                ? Arithmetic.plus(call, y, Folding.elementwise("Mul", call.constant(2), beta))
                : Arithmetic.sum(call, y, Arithmetic.times(call, call.view(2), beta));
    }

    static Constant number(double value) {
        return Constant.of(Elements.FLOAT, new int[0], value);
    }

    static Constant vector(double... values) {
        return Constant.of(Elements.FLOAT, new int[] {values.length}, values);
    }

    /** A dense layer along the last axis. What lies otherwise there than the file says is left so, and the matrix is put in its order. */
    static View product(Call call, View input, Constant matrix, String name) {
        int rank = matrix.rank();
        Refused.unless(rank >= 1 && Constant.product(matrix.shape()) > 0, "its matrix is empty");
        int units = rank == 1 ? 1 : matrix.extent(rank - 1);
        int features = matrix.extent(Math.max(0, rank - 2));
        Refused.unless(matrix.size() == features * units && rank <= Math.max(2, input.rank()),
                "it has a matrix for each of several places: " + Arrays.toString(matrix.shape()));
        int last = input.rank() - 1;
        Refused.unless(last >= 1 && input.extent(last) == features, "its input " + Arrays.toString(input.shape())
                + " and its matrix " + Arrays.toString(matrix.shape()) + " do not fit");
        View x = call.layouts().plain(input);
        int[] group = IntStream.of(x.axes().get(last)).filter(at -> x.extents()[at] > 1).toArray();
        int[] sorted = IntStream.of(group).sorted().toArray();
        List<int[]> axes = new ArrayList<>(x.axes());
        axes.set(last, sorted);
        int[] order = IntStream.concat(IntStream.of(x.asItLies()).filter(axis -> axis != last), IntStream.of(last)).toArray();
        Source source = call.layouts().source(x.with(axes), order);
        int[] shape = source.shape();
        shape[shape.length - 1] = units;
        Source dense = call.network().layer("dense", source, name, shape).option("units", units).option("use_bias", false)
                .tensor("kernel", rows(matrix.reshaped(features, units), x.extents(), group, sorted))
                .slots(new Source.Slots(new int[] {shape.length - 1}, "kernel", "bias")).takingActivation();
        View y = placed(dense, input.rank(), order, input.rowsAxis());
        return rank > 1 ? y : y.with(y.axes().subList(0, last));
    }

    /** Rows of a matrix as the numbers lie that they are multiplied with. */
    private static Constant rows(Constant matrix, int[] extents, int[] group, int[] sorted) {
        int[] split = IntStream.concat(IntStream.of(group).map(at -> extents[at]), IntStream.of(matrix.extent(1))).toArray();
        int[] places = new int[split.length];
        for (int i = 0; i < sorted.length; i++) {
            for (int j = 0; j < group.length; j++) {
                places[i] = group[j] == sorted[i] ? j : places[i];
            }
        }
        places[sorted.length] = sorted.length;
        return matrix.reshaped(split).transposed(places).reshaped(matrix.shape());
    }

    /** The output of a layer whose axes are those of a tensor in an order. */
    static View placed(Source source, int rank, int[] order, int rowsAxis) {
        return placed(source, source.shape(), rank, order, rowsAxis);
    }

    /** The same with extents that the layer has not itself. */
    static View placed(Source source, int[] extents, int rank, int[] order, int rowsAxis) {
        List<int[]> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(new int[] {View.ROWS});
        }
        for (int i = 0; i < order.length; i++) {
            axes.set(order[i], new int[] {i});
        }
        if (order.length != rank - 1 || axes.get(rowsAxis)[0] != View.ROWS) {
            throw new IllegalStateException("the rows have no place");
        }
        return new View(source, extents, List.copyOf(axes), null, true, Elements.FLOAT, null);
    }

    /** Gather of rows of a given table by an index that is computed. */
    static Value embedding(Call call, Constant table, View index) {
        double[] range = index.range();
        int count = table.rank() == 0 ? 0 : table.extent(0);
        Refused.unless(table.rank() == 2 && call.integer("axis", 0) == 0 && count > 0 && table.extent(1) > 0,
                "an embedding is a table of rows, and this is " + Arrays.toString(table.shape()) + " along its axis "
                        + call.integer("axis", 0));
        Refused.unless(range == null || range[0] <= 0 && range[1] >= count - 1,
                "its index is kept in other bounds than its table's");
        View plain = new View(index.source(), index.extents(), index.axes(), index.affine(), index.exclusive(), index.elements(),
                null);
        int[] order = plain.asItLies();
        Source source = call.layouts().source(plain, order);
        int[] shape = Arrays.copyOf(source.shape(), source.rank() + 1);
        int width = table.extent(1);
        shape[shape.length - 1] = width;
        Source layer = call.network().layer("embedding", source, call.name(0), shape).option("input_dim", count)
                .option("output_dim", width).tensor("embeddings", table);
        List<int[]> axes = new ArrayList<>();
        for (int axis = 0; axis < plain.rank(); axis++) {
            int at = axis;
            axes.add(plain.isRows(axis) ? new int[] {View.ROWS}
                    : new int[] {IntStream.range(0, order.length).filter(i -> order[i] == at).findFirst().orElseThrow()});
        }
        axes.add(new int[] {shape.length - 1});
        return new View(layer, shape, List.copyOf(axes), null, true, Elements.FLOAT, null);
    }
}
