package org.fascicle.compiler.rewrite;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Shape;

/** Movements, reductions and products for {@link ExprEvaluator}, written plainly: one loop over the places of the result. */
final class TensorMath {
    private TensorMath() {}

    static void compute(String op, List<Tensor> x, Attributes a, Shape shape, double[] y) {
        switch (op) {
            case "iota":
                places(shape, (place, i) -> y[i] = place[a.integer("axis")]);
                break;
            case "reshape":
                System.arraycopy(x.get(0).data, 0, y, 0, y.length);
                break;
            case "transpose":
                places(shape, (place, i) -> y[i] = at(x.get(0), moved(place, a.integers("axes"))));
                break;
            case "broadcast":
                places(shape, (place, i) -> y[i] = at(x.get(0), repeated(place, x.get(0).shape)));
                break;
            case "reverse":
                places(shape, (place, i) -> y[i] = at(x.get(0), reversed(place, a.integers("axes"), shape)));
                break;
            case "pad":
                places(shape, (place, i) -> y[i] = padded(x.get(0), place, a));
                break;
            case "slice":
                places(shape, (place, i) -> y[i] = at(x.get(0), strided(place, a)));
                break;
            case "concat":
                concat(x, a.integer("axis"), shape, y);
                break;
            case "sum":
                reduce(x.get(0), a.integers("axes"), y, 0, Double::sum);
                break;
            case "reduce_max":
                reduce(x.get(0), a.integers("axes"), y, Double.NEGATIVE_INFINITY, Math::max);
                break;
            case "argmax":
                argmax(x.get(0), a.integer("axis"), y);
                break;
            case "cumsum":
                cumsum(x.get(0), a.integer("axis"), y);
                break;
            case "argsort":
                argsort(x.get(0), y);
                break;
            case "gather":
                gather(x.get(0).shape, x.get(1), shape, a, (from, to) -> y[to] = x.get(0).data[from]);
                break;
            case "scatter_add":
                gather(shape, x.get(0), x.get(1).shape, a, (from, to) -> y[from] += x.get(1).data[to]);
                break;
            case "matmul":
                matmul(x.get(0), x.get(1), a, shape, y);
                break;
            default:
                WindowMath.compute(op, x, a, shape, y);
        }
    }

    private interface Visitor {
        void visit(int[] place, int index);
    }

    private interface Pair {
        void visit(int from, int to);
    }

    private static void places(Shape shape, Visitor visitor) {
        int[] place = new int[shape.rank()];
        for (int i = 0; i < shape.size(); i++) {
            visitor.visit(place, i);
            for (int axis = place.length - 1; axis >= 0 && ++place[axis] == shape.extent(axis); axis--) {
                place[axis] = 0;
            }
        }
    }

    private static int index(Shape shape, int[] place) {
        int index = 0;
        for (int axis = 0; axis < place.length; axis++) {
            index = index * shape.extent(axis) + place[axis];
        }
        return index;
    }

    private static double at(Tensor x, int[] place) {
        return x.data[index(x.shape, place)];
    }

    private static int[] moved(int[] place, int[] axes) {
        int[] from = new int[place.length];
        for (int i = 0; i < axes.length; i++) {
            from[axes[i]] = place[i];
        }
        return from;
    }

    private static int[] repeated(int[] place, Shape from) {
        int more = place.length - from.rank();
        return IntStream.range(0, from.rank()).map(i -> from.extent(i) == 1 ? 0 : place[i + more]).toArray();
    }

    private static int[] reversed(int[] place, int[] axes, Shape shape) {
        int[] from = place.clone();
        for (int axis : axes) {
            from[axis] = shape.extent(axis) - 1 - from[axis];
        }
        return from;
    }

    private static double padded(Tensor x, int[] place, Attributes a) {
        int[] low = a.integers("low");
        int[] from = new int[place.length];
        for (int i = 0; i < place.length; i++) {
            from[i] = place[i] - low[i];
            if (from[i] < 0 || from[i] >= x.shape.extent(i)) {
                return a.number("value");
            }
        }
        return at(x, from);
    }

    private static int[] strided(int[] place, Attributes a) {
        int[] start = a.integers("start");
        int[] step = a.integers("step");
        return IntStream.range(0, place.length).map(i -> start[i] + place[i] * step[i]).toArray();
    }

    private static void concat(List<Tensor> x, int axis, Shape shape, double[] y) {
        int before = 0;
        for (Tensor part : x) {
            int shift = before;
            places(part.shape, (place, i) -> {
                int[] to = place.clone();
                to[axis] += shift;
                y[index(shape, to)] = part.data[i];
            });
            before += part.shape.extent(axis);
        }
    }

    private static void reduce(Tensor x, int[] axes, double[] y, double neutral, DoubleBinaryOperator with) {
        Shape kept = x.shape;
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        Shape to = kept;
        Arrays.fill(y, neutral);
        places(x.shape, (place, i) -> {
            int at = index(to, repeated(place, to));
            y[at] = with.applyAsDouble(y[at], x.data[i]);
        });
    }

    private static void argmax(Tensor x, int axis, double[] y) {
        Shape to = x.shape.with(axis, 1);
        double[] best = new double[y.length];
        places(x.shape, (place, i) -> {
            int at = index(to, repeated(place, to));
            if (place[axis] == 0 || Double.compare(x.data[i] + 0.0, best[at]) > 0) {
                best[at] = x.data[i] + 0.0;
                y[at] = place[axis];
            }
        });
    }

    private static void cumsum(Tensor x, int axis, double[] y) {
        int stride = x.strides()[axis];
        places(x.shape, (place, i) -> y[i] = x.data[i] + (place[axis] == 0 ? 0 : y[i - stride]));
    }

    private static void argsort(Tensor x, double[] y) {
        int n = x.shape.extent(-1);
        for (int row = 0; row < y.length; row += n) {
            int first = row;
            Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble(i -> x.data[first + i] + 0.0));
            for (int i = 0; i < n; i++) {
                y[row + i] = order[i];
            }
        }
    }

    private static void gather(Shape from, Tensor indices, Shape result, Attributes a, Pair pair) {
        int axis = a.integer("axis");
        int batch = a.integer("batch");
        int more = indices.shape.rank() - batch;
        places(result, (place, i) -> {
            int[] where = new int[indices.shape.rank()];
            System.arraycopy(place, 0, where, 0, batch);
            System.arraycopy(place, axis, where, batch, more);
            int[] read = new int[from.rank()];
            System.arraycopy(place, 0, read, 0, axis);
            read[axis] = (int) Math.max(0, Math.min(from.extent(axis) - 1, at(indices, where)));
            System.arraycopy(place, axis + more, read, axis + 1, from.rank() - axis - 1);
            pair.visit(index(from, read), i);
        });
    }

    private static void matmul(Tensor left, Tensor right, Attributes a, Shape shape, double[] y) {
        int rank = shape.rank();
        boolean ta = a.flag("transpose_a");
        boolean tb = a.flag("transpose_b");
        int inner = left.shape.extent(ta ? -2 : -1);
        places(shape, (place, i) -> {
            int[] l = place.clone();
            int[] r = place.clone();
            for (int k = 0; k < inner; k++) {
                l[rank - 2] = ta ? k : place[rank - 2];
                l[rank - 1] = ta ? place[rank - 2] : k;
                r[rank - 2] = tb ? place[rank - 1] : k;
                r[rank - 1] = tb ? k : place[rank - 1];
                y[i] += at(left, l) * at(right, r);
            }
        });
    }
}
