package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Makes layers of what tensors of the file only look like: moved axes, other shapes, numbers that multiply and are added. */
final class Layouts {
    private final Network network;
    private final Map<Key, Source> made = new HashMap<>();

    /** What was asked for already. */
    private record Key(Source source, @Nullable Affine affine, List<Integer> extents, List<Integer> order,
            List<Integer> target) {}

    Layouts(Network network) {
        this.network = network;
    }

    /** The tensor with nothing left to multiply or add. */
    View plain(View view) {
        Affine affine = view.affine();
        if (affine == null) {
            return view;
        }
        Source source = plainSource(view);
        return source == view.source() ? view.with((Affine) null)
                : new View(source, view.extents(), view.axes(), null, true, view.elements(), view.range());
    }

    /** The layer whose row is the tensor's: axes of the file's tensor in an order, all but the rows. */
    Source source(View view, int... order) {
        int[] target = IntStream.of(order).map(view::extent).toArray();
        return source(view, order, target.length == 0 ? new int[] {1} : target);
    }

    /** The same in another shape of as many elements; an axis of one place need not be among the order. */
    Source source(View view, int[] order, int[] target) {
        Refused.unless(view.range() == null, "whole numbers that are kept in bounds can only be an index of Gather");
        int[] sequence = IntStream.of(order).flatMap(axis -> IntStream.of(view.axes().get(axis)))
                .filter(at -> view.extents()[at] > 1).toArray();
        Key key = new Key(view.source(), view.affine(), list(view.extents()), list(sequence), list(target));
        Source known = made.get(key);
        if (known == null) {
            known = moved(plainSource(view), view.extents(), sequence, target);
            made.put(key, known);
        }
        return known;
    }

    private Source moved(Source source, int[] extents, int[] sequence, int[] target) {
        int[] large = IntStream.range(0, extents.length).filter(at -> extents[at] > 1).toArray();
        if (Arrays.equals(large, sequence)) {
            return shaped(source, target);
        }
        Source folded = shaped(source, IntStream.of(large).map(at -> extents[at]).toArray());
        int[] dims = IntStream.of(sequence).map(at -> Arrays.binarySearch(large, at) + 1).toArray();
        Source permuted = network.layer("permute", folded, IntStream.of(sequence).map(at -> extents[at]).toArray())
                .option("dims", list(dims)).nonNegative(source.nonNegative());
        return shaped(permuted, target);
    }

    /** The same numbers in a row of another shape. */
    Source shaped(Source source, int... target) {
        if (Arrays.equals(source.shape(), target)) {
            return source;
        }
        Source shaped = network.layer(target.length == 1 ? "flatten" : "reshape", source, target)
                .nonNegative(source.nonNegative());
        return target.length == 1 ? shaped : shaped.option("target_shape", list(target));
    }

    /** The source of a view after its numbers were multiplied and added, in any shape of the same elements. */
    private Source plainSource(View view) {
        Affine affine = view.affine();
        Source source = view.source();
        if (affine == null) {
            return source;
        }
        Key key = new Key(source, affine, list(view.extents()), List.of(), List.of());
        Source known = made.get(key);
        if (known == null) {
            known = source.isInput() && view.exclusive()
                    && network.scale(source, affine.factor(view.extents()), affine.shift(view.extents()))
                            ? source : normalized(source, view.extents(), affine);
            made.put(key, known);
        }
        return known;
    }

    /** A normalization that does nothing but multiply and add, and is frozen so that it stays so. */
    private Source normalized(Source source, int[] extents, Affine affine) {
        int[] shape = affine.shape();
        int[] wide = IntStream.range(0, shape.length).filter(axis -> shape[axis] > 1).toArray();
        int from = wide.length == 0 ? Math.max(0, extents.length - 1) : wide[0];
        int to = wide.length == 0 ? extents.length : wide[wide.length - 1] + 1;
        // Those along which the numbers differ, and what lies between them, are one axis.
        int[] along = extents.clone();
        Arrays.setAll(along, axis -> axis >= from && axis < to ? extents[axis] : 1);
        int[] seen = IntStream.concat(IntStream.concat(IntStream.of(extents).limit(from), IntStream.of(Constant.product(along))),
                IntStream.of(extents).skip(to)).toArray();
        Constant gamma = Dense.vector(affine.factor(along));
        Constant beta = Dense.vector(affine.shift(along));
        double[] means = new double[gamma.size()];
        double[] variances = new double[gamma.size()];
        // With the usual epsilon the root is 1.
        Arrays.fill(variances, 1 - Normalizations.EPSILON);
        return network.layer("batch_normalization", shaped(source, seen), seen).option("axis", from + 1)
                .option("epsilon", Normalizations.EPSILON).option("trainable", false).tensor("gamma", gamma).tensor("beta", beta)
                .tensor("moving_mean", Dense.vector(means)).tensor("moving_variance", Dense.vector(variances));
    }

    static List<Integer> list(int... numbers) {
        return IntStream.of(numbers).boxed().collect(Collectors.toList());
    }

    /** The tensor in another shape; the rows stay the first axis. */
    View reshaped(View view, int... target) {
        Refused.unless(view.isRows(0),
                "the rows are not its first axis, and cannot be distinguished from other axes after a reshape");
        Affine affine = view.affine();
        View plain = affine == null || affine.isUniform() ? view : plain(view);
        View split = split(plain, target);
        if (split != null) {
            return split;
        }
        Source flat = source(plain, plain.behindRows(), new int[] {plain.rowSize()});
        return Objects.requireNonNull(split(View.of(flat).of(view.elements()), target), "a row in order takes any shape");
    }

    /** The same numbers looked at as another shape; null if they would have to move. */
    private static @Nullable View split(View view, int... target) {
        int[] sequence = view.axes().stream().skip(1).flatMapToInt(IntStream::of).filter(at -> view.extents()[at] > 1).toArray();
        List<List<Integer>> pieces = new ArrayList<>();
        for (int i = 0; i < view.extents().length; i++) {
            pieces.add(new ArrayList<>());
        }
        List<List<int[]>> groups = new ArrayList<>();
        int next = 0;
        int rest = 1;
        int from = 0;
        for (int extent : target) {
            List<int[]> group = new ArrayList<>();
            int wanted = extent;
            while (wanted > 1) {
                if (rest == 1) {
                    if (next == sequence.length) {
                        return null;
                    }
                    from = sequence[next++];
                    rest = view.extents()[from];
                }
                int piece = wanted % rest == 0 ? rest : rest % wanted == 0 ? wanted : 0;
                if (piece == 0) {
                    return null;
                }
                group.add(new int[] {from, pieces.get(from).size()});
                pieces.get(from).add(piece);
                wanted /= piece;
                rest /= piece;
            }
            groups.add(group);
        }
        return rest > 1 || next < sequence.length ? null : numbered(view, pieces, groups);
    }

    private static View numbered(View view, List<List<Integer>> pieces, List<List<int[]>> groups) {
        int[] first = new int[pieces.size()];
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            first[i] = extents.size();
            extents.addAll(pieces.get(i));
        }
        List<int[]> axes = new ArrayList<>();
        axes.add(new int[] {View.ROWS});
        groups.forEach(group -> axes.add(group.stream().mapToInt(piece -> first[piece[0]] + piece[1]).toArray()));
        int[] all = extents.stream().mapToInt(Integer::intValue).toArray();
        Affine affine = view.affine();
        return new View(view.source(), all, axes, affine == null ? null : affine.uniform(all.length), view.exclusive(),
                view.elements(), view.range());
    }
}
