package org.fascicle.format.onnx.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import org.fascicle.format.onnx.proto.Elements;

/** Computes what depends on given tensors alone, such as the shapes that exporters compute step by step. */
final class Folding {
    private static final Map<String, DoubleBinaryOperator> BINARY = new HashMap<>();
    private static final Map<String, DoubleUnaryOperator> UNARY = new HashMap<>();
    private static final Map<String, Operator> OTHERS = new HashMap<>();
    private static final List<String> COMPARISONS =
            List.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or");

    static {
        BINARY.put("Add", Double::sum);
        BINARY.put("Sub", (a, b) -> a - b);
        BINARY.put("Mul", (a, b) -> a * b);
        BINARY.put("Div", (a, b) -> a / b);
        BINARY.put("Pow", Math::pow);
        BINARY.put("Max", Math::max);
        BINARY.put("Min", Math::min);
        BINARY.put("Mod", (a, b) -> a - b * Math.floor(a / b));
        BINARY.put("Equal", (a, b) -> a == b ? 1 : 0);
        BINARY.put("Greater", (a, b) -> a > b ? 1 : 0);
        BINARY.put("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
        BINARY.put("Less", (a, b) -> a < b ? 1 : 0);
        BINARY.put("LessOrEqual", (a, b) -> a <= b ? 1 : 0);
        BINARY.put("And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
        BINARY.put("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
        UNARY.put("Neg", a -> -a);
        UNARY.put("Abs", Math::abs);
        UNARY.put("Sqrt", Math::sqrt);
        UNARY.put("Exp", Math::exp);
        UNARY.put("Log", Math::log);
        UNARY.put("Floor", Math::floor);
        UNARY.put("Ceil", Math::ceil);
        UNARY.put("Reciprocal", a -> 1 / a);
        UNARY.put("Not", a -> a == 0 ? 1 : 0);
        OTHERS.put("Identity", Operator.of(call -> call.constant(0)));
        OTHERS.put("Dropout", Operator.of(call -> call.constant(0)));
        OTHERS.put("Constant", Operator.of(Folding::given));
        OTHERS.put("Cast", Operator.of(Folding::cast));
        OTHERS.put("Where", Operator.of(Folding::where));
        OTHERS.put("Reshape", Operator.of(GivenShapes::reshape));
        OTHERS.put("Flatten", Operator.of(GivenShapes::flatten));
        OTHERS.put("Transpose", Operator.of(GivenShapes::transpose));
        OTHERS.put("Unsqueeze", Operator.of(GivenShapes::unsqueeze));
        OTHERS.put("Squeeze", Operator.of(GivenShapes::squeeze));
        OTHERS.put("Concat", Operator.of(GivenShapes::concat));
        OTHERS.put("Slice", Operator.of(GivenShapes::slice));
        OTHERS.put("Gather", Operator.of(GivenShapes::gather));
        OTHERS.put("Shape", Operator.of(GivenShapes::shape));
        OTHERS.put("ConstantOfShape", Operator.of(Folding::ofShape));
        OTHERS.put("Expand", Operator.of(Folding::expand));
        OTHERS.put("Range", Operator.of(Folding::range));
        OTHERS.put("ReduceProd", Operator.of(Folding::product));
        OTHERS.put("AveragePool", Operator.of(Folding::averagePool));
    }

    /** So many numbers are made of none, and four times the given ones of them. */
    private static final int MOST_NUMBERS = 1 << 22;

    private Folding() {}

    /** Whether it can compute an operator. */
    static boolean knows(String operator) {
        return BINARY.containsKey(operator) || UNARY.containsKey(operator) || OTHERS.containsKey(operator);
    }

    /** What a node computes of given tensors. */
    static Constant fold(Call call) {
        String operator = call.node().operator();
        if (UNARY.containsKey(operator)) {
            DoubleUnaryOperator each = Objects.requireNonNull(UNARY.get(operator));
            Constant a = call.constant(0);
            return Constant.of(a.elements(), a.shape(), Arrays.stream(a.values()).map(each).toArray());
        } else if (!BINARY.containsKey(operator)) {
            return (Constant) Objects.requireNonNull(OTHERS.get(operator)).apply(call).get(0);
        }
        Constant all = call.constant(0);
        for (int i = 1; i < call.inputs(); i++) {
            all = elementwise(operator, all, call.constant(i));
        }
        return all;
    }

    /** An operator of two tensors, element by element, each repeated as the other needs it. */
    static Constant elementwise(String operator, Constant a, Constant b) {
        DoubleBinaryOperator each = Objects.requireNonNull(BINARY.get(operator));
        boolean whole = operator.equals("Div") && a.elements().isInteger();
        int[] met = met(a.shape(), b.shape());
        int given = Math.max(a.size(), b.size());
        double[] x = spread(a, given, met);
        double[] y = spread(b, given, met);
        double[] result = new double[x.length];
        for (int i = 0; i < result.length; i++) {
            double value = each.applyAsDouble(x[i], y[i]);
            result[i] = whole ? value < 0 ? Math.ceil(value) : Math.floor(value) : value;
        }
        return Constant.of(COMPARISONS.contains(operator) ? Elements.BOOL : a.elements(), met, result);
    }

    private static int[] met(int[] a, int[] b) {
        int[] met = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= met.length; i++) {
            int x = i <= a.length ? a[a.length - i] : 1;
            int y = i <= b.length ? b[b.length - i] : 1;
            Refused.unless(x == y || x == 1 || y == 1,
                    Arrays.toString(a) + " and " + Arrays.toString(b) + " do not fit together");
            met[met.length - i] = x == 1 ? y : x;
        }
        return met;
    }

    private static double[] spread(Constant tensor, int given, int[] to) {
        double[] values = tensor.values();
        if (Arrays.equals(tensor.shape(), to)) {
            return values;
        }
        int more = to.length - tensor.rank();
        double[] all = filledOf(0, given, to).values();
        for (int i = 0; i < all.length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = to.length - 1, stride = 1; axis >= more; axis--) {
                int extent = tensor.extent(axis - more);
                at += extent == 1 ? 0 : rest % to[axis] * stride;
                rest /= to[axis];
                stride *= extent;
            }
            all[i] = values[at];
        }
        return all;
    }

    /** One number everywhere. */
    static Constant filled(double value, int... shape) {
        return filledOf(value, 0, shape);
    }

    /** The same, made of so many given numbers: no file gets more room for what it only claims. */
    static Constant filledOf(double value, int given, int... shape) {
        int size = Constant.product(shape);
        Refused.unless(size <= Math.max(MOST_NUMBERS, 4L * given), "it makes " + size + " numbers of " + given);
        double[] all = new double[size];
        Arrays.fill(all, value);
        return Constant.of(Elements.FLOAT, shape, all);
    }

    private static Constant given(Call call) {
        for (String whole : List.of("value_int", "value_ints")) {
            if (call.node().has(whole)) {
                return whole.endsWith("s") ? Constant.integers(call.numbersOf(whole))
                        : Constant.of(Elements.INT64, new int[0], call.integer(whole, 0));
            }
        }
        if (call.node().has("value_floats")) {
            return Dense.vector(call.numbersOf("value_floats"));
        }
        return call.node().has("value_float") ? Dense.number(call.number("value_float", 0)) : call.tensor("value");
    }

    private static Constant cast(Call call) {
        Constant from = call.constant(0);
        Elements to = Elements.of(call.integer("to", 0));
        Refused.unless(to.isReal() || to.isInteger() || to == Elements.BOOL, "it makes no numbers");
        if (to.isReal()) {
            return Constant.of(to, from.shape(), from.values());
        }
        return Constant.of(to, from.shape(), Arrays.stream(from.values()).map(value -> to == Elements.BOOL ? value == 0 ? 0 : 1
                : value < 0 ? Math.ceil(value) : Math.floor(value)).toArray());
    }

    private static Constant where(Call call) {
        Constant condition = call.constant(0);
        Constant a = call.constant(1);
        Constant b = call.constant(2);
        int[] met = met(met(condition.shape(), a.shape()), b.shape());
        int given = Math.max(condition.size(), Math.max(a.size(), b.size()));
        double[] is = spread(condition, given, met);
        double[] x = spread(a, given, met);
        double[] y = spread(b, given, met);
        return Constant.of(a.elements(), met, IntStream.range(0, is.length).mapToDouble(i -> is[i] != 0 ? x[i] : y[i]).toArray());
    }

    private static Constant ofShape(Call call) {
        int[] shape = call.constant(0).integers("its shape");
        Refused.unless(Arrays.stream(shape).allMatch(extent -> extent >= 0), "its shape is " + Arrays.toString(shape));
        Constant value = call.node().has("value") ? call.tensor("value") : Dense.number(0);
        return Constant.of(value.elements(), shape, filled(value.number("its value"), shape).values());
    }

    private static Constant expand(Call call) {
        Constant from = call.constant(0);
        int[] shape = call.constant(1).integers("its shape");
        Refused.unless(Arrays.stream(shape).allMatch(extent -> extent >= 0), "its shape is " + Arrays.toString(shape));
        int[] met = met(from.shape(), shape);
        return Constant.of(from.elements(), met, spread(from, from.size(), met));
    }

    private static Constant range(Call call) {
        double start = call.constant(0).number("its start");
        double step = call.constant(2).number("its step");
        double count = Math.ceil((call.constant(1).number("its end") - start) / step);
        Refused.unless(count >= 0 && count <= MOST_NUMBERS, "it counts " + count + " numbers");
        return Constant.of(call.constant(0).elements(), new int[] {(int) count},
                IntStream.range(0, (int) count).mapToDouble(i -> start + i * step).toArray());
    }

    private static Constant product(Call call) {
        Constant from = call.constant(0);
        int[] axes = call.integers("axes", 1);
        Refused.unless(from.rank() <= 1 && (axes == null || axes.length <= 1), "it goes along several axes");
        double all = Arrays.stream(from.values()).reduce(1, (a, b) -> a * b);
        int[] one = {1};
        return Constant.of(from.elements(), call.integer("keepdims", 1) != 0 && from.rank() == 1 ? one : new int[0], all);
    }

    /** Of a window over given numbers, with what stands over counted as 0: our own exports have it. */
    private static Constant averagePool(Call call) {
        Constant from = call.constant(0);
        Refused.unless(from.rank() == 4 && call.flag("count_include_pad"), "it pools given numbers");
        Slide slide = Slide.of(call, new int[] {from.extent(2), from.extent(3)}, null);
        int[] out = slide.out();
        double[] values = from.values();
        double[] all = filled(0, from.extent(0), from.extent(1), out[0], out[1]).values();
        Refused.unless((long) all.length * Constant.product(slide.extents()) <= 1 << 26, "it pools too many given numbers");
        for (int i = 0; i < all.length; i++) {
            int image = i / (out[0] * out[1]);
            int top = i / out[1] % out[0] * slide.strides()[0] - slide.low()[0];
            int left = i % out[1] * slide.strides()[1] - slide.low()[1];
            for (int y = Math.max(0, top); y < Math.min(slide.in()[0], top + slide.extents()[0]); y++) {
                for (int x = Math.max(0, left); x < Math.min(slide.in()[1], left + slide.extents()[1]); x++) {
                    all[i] += values[(image * slide.in()[0] + y) * slide.in()[1] + x];
                }
            }
            all[i] /= Constant.product(slide.extents());
        }
        return Constant.of(from.elements(), new int[] {from.extent(0), from.extent(1), out[0], out[1]}, all);
    }
}
