package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Gives tensors of a file other shapes, takes parts of them and puts them together. */
final class GivenShapes {
    private GivenShapes() {}

    static Constant reshape(Call call) {
        Constant from = call.constant(0);
        int[] to = call.required("shape", 1);
        int open = -1;
        for (int i = 0; i < to.length; i++) {
            if (to[i] == 0 && !call.flag("allowzero")) {
                Refused.unless(i < from.rank(), "it copies an extent that is not there");
                to[i] = from.extent(i);
            }
            Refused.unless(to[i] >= 0 || to[i] == -1 && open < 0, "its shape is " + Arrays.toString(to));
            open = to[i] == -1 ? i : open;
        }
        if (open >= 0) {
            to[open] = 1;
            int known = Constant.product(to);
            Refused.unless(known > 0, "its shape is open");
            to[open] = from.size() / known;
        }
        return from.reshaped(to);
    }

    static Constant flatten(Call call) {
        Constant from = call.constant(0);
        int axis = axis(call.integer("axis", 1), from.rank() + 1);
        int before = Constant.product(Arrays.copyOf(from.shape(), axis));
        return from.reshaped(before, before == 0 ? 0 : from.size() / before);
    }

    private static int axis(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        Refused.unless(counted >= 0 && counted < rank, "there is no axis " + axis + " of " + rank);
        return (int) counted;
    }

    static Constant transpose(Call call) {
        Constant from = call.constant(0);
        return from.transposed(order(call, from.rank()));
    }

    /** The order of axes of a Transpose. */
    static int[] order(Call call, int rank) {
        int[] given = call.integers("perm");
        int[] order = given != null ? given : IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        Refused.unless(Arrays.equals(IntStream.of(order).sorted().toArray(), IntStream.range(0, rank).toArray()),
                "its perm is " + Arrays.toString(order) + " for " + rank + " axes");
        return order;
    }

    static Constant unsqueeze(Call call) {
        Constant from = call.constant(0);
        int[] axes = call.required("axes", 1);
        int rank = from.rank() + axes.length;
        int[] to = new int[rank];
        for (int axis : axes) {
            to[axis(axis, rank)] = 1;
        }
        int next = 0;
        for (int i = 0; i < rank; i++) {
            if (to[i] == 0) {
                Refused.unless(next < from.rank(), "its axes are " + Arrays.toString(axes));
                to[i] = from.extent(next++);
            }
        }
        return from.reshaped(to);
    }

    static Constant squeeze(Call call) {
        Constant from = call.constant(0);
        int[] axes = call.integers("axes", 1);
        int[] out = axes == null ? IntStream.range(0, from.rank()).filter(axis -> from.extent(axis) == 1).toArray()
                : IntStream.of(axes).map(axis -> axis(axis, from.rank())).toArray();
        return from.reshaped(IntStream.range(0, from.rank()).filter(axis -> IntStream.of(out).noneMatch(each -> each == axis))
                .map(from::extent).toArray());
    }

    static Constant concat(Call call) {
        List<Constant> parts = IntStream.range(0, call.inputs()).mapToObj(call::constant).toList();
        Constant first = parts.get(0);
        int axis = axis(call.integer("axis", 0), first.rank());
        int before = Constant.product(Arrays.copyOf(first.shape(), axis));
        int[] to = first.shape();
        to[axis] = 0;
        for (Constant part : parts) {
            int[] rest = part.shape();
            Refused.unless(rest.length == to.length, "its parts have different axes");
            to[axis] = Math.addExact(to[axis], rest[axis]);
            rest[axis] = first.extent(axis);
            Refused.unless(Arrays.equals(rest, first.shape()), "its parts do not fit together");
        }
        double[] all = new double[Constant.product(to)];
        int row = before == 0 ? 0 : all.length / before;
        int at = 0;
        for (Constant part : parts) {
            int length = before == 0 ? 0 : part.size() / before;
            double[] values = part.values();
            for (int i = 0; i < before; i++) {
                System.arraycopy(values, i * length, all, i * row + at, length);
            }
            at += length;
        }
        return Constant.of(first.elements(), to, all);
    }

    static Constant slice(Call call) {
        Constant part = call.constant(0);
        for (Cut cut : Cut.of(call, part.shape())) {
            part = taken(part, cut.axis(), cut.places(part.extent(cut.axis())));
        }
        return part;
    }

    static Constant gather(Call call) {
        Constant from = call.constant(0);
        Constant index = call.constant(1);
        int axis = axis(call.integer("axis", 0), from.rank());
        int[] places = IntStream.of(index.integers("the index")).map(at -> at < 0 ? at + from.extent(axis) : at).toArray();
        int[] shape = from.shape();
        int[] to = IntStream.concat(IntStream.concat(IntStream.of(shape).limit(axis), IntStream.of(index.shape())),
                IntStream.of(shape).skip(axis + 1L)).toArray();
        return taken(from, axis, places).reshaped(to);
    }

    private static Constant taken(Constant from, int axis, int[] places) {
        int extent = from.extent(axis);
        int[] to = from.shape();
        to[axis] = places.length;
        int before = Constant.product(Arrays.copyOf(to, axis));
        int behind = Constant.product(Arrays.copyOfRange(to, axis + 1, to.length));
        double[] values = from.values();
        double[] all = Folding.filledOf(0, from.size(), to).values();
        for (int i = 0; i < before; i++) {
            for (int j = 0; j < places.length; j++) {
                Refused.unless(places[j] >= 0 && places[j] < extent, "the place " + places[j] + " is none of " + extent);
                System.arraycopy(values, (i * extent + places[j]) * behind, all, (i * places.length + j) * behind, behind);
            }
        }
        return Constant.of(from.elements(), to, all);
    }

    static Constant shape(Call call) {
        int[] shape = call.constant(0).shape();
        return part(call, Arrays.stream(shape).asDoubleStream().toArray());
    }

    /** The extents that a Shape asks for. */
    static Constant part(Call call, double... extents) {
        int rank = extents.length;
        long start = call.integer("start", 0);
        long end = call.integer("end", rank);
        int from = (int) Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
        int to = (int) Math.max(from, Math.min(rank, end < 0 ? end + rank : end));
        return Constant.integers(Arrays.copyOfRange(extents, from, to));
    }
}
