package org.fascicle.api.expr;

import static org.fascicle.api.expr.Primitive.Access.ELEMENTWISE;
import static org.fascicle.api.expr.Primitive.Access.HEAVY;
import static org.fascicle.api.expr.Primitive.Access.LEAF;
import static org.fascicle.api.expr.Primitive.Access.MOVEMENT;
import static org.fascicle.api.expr.Primitive.Access.REDUCTION;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of primitives. A backend computes nothing else, and the compiler differentiates all of them. What a
 * backend has no kernel for is decomposed into other primitives where that can be done.
 * {@code g} is the gradient that arrives at the result; a NaN operand gives NaN where nothing else is said; a reduction
 * over no element gives its neutral element.
 *
 * <table>
 * <caption>Primitives</caption>
 * <tr><th>name</th><th>operands; attributes</th><th>result</th><th>gradient, ties, edges</th></tr>
 * <tr><td>constant</td><td>; value, type</td><td>one number, rank 0; cast if the type is not real</td><td></td></tr>
 * <tr><td>input</td><td>; name, type, shape</td><td>data handed to the program</td><td></td></tr>
 * <tr><td>variable</td><td>; path, type, shape</td><td>a tensor of the store, as it was before the step</td><td></td></tr>
 * <tr><td>scalar</td><td>; name</td><td>a real number of rank 0 that the host computes in float64 once a step
 *     ({@code rows}, {@code step}, a schedule)</td><td>none</td></tr>
 * <tr><td>random_bits</td><td>; path, draw, shape, bits</td><td>uint32: the upper {@code bits} (1 to 32) of word
 *     {@code element mod 4} of Philox4x32-10 with the key (seed low, seed high) and the counter (element / 4, step, hash of path,
 *     draw), shifted down; see {@link Philox}</td><td>none</td></tr>
 * <tr><td>iota</td><td>; shape, axis</td><td>int32: each element's index along the axis</td><td>none</td></tr>
 * <tr><td>neg, abs, sign, floor</td><td>real or int32; floor: real</td><td>sign(0) = 0, sign(NaN) = NaN</td><td>abs: g·sign(x), so 0 at 0;
 *     sign, floor: 0</td></tr>
 * <tr><td>exp, expm1, log, log1p, sqrt</td><td>real</td><td>as {@link Math}</td><td>sqrt: g / (2·sqrt(x)), and 0 at x = 0
 *     (so that a norm at 0 has gradient 0)</td></tr>
 * <tr><td>tanh, erf, erfinv, sin, cos</td><td>real</td><td>erfinv(±1) = ±∞, NaN beyond</td><td>analytic</td></tr>
 * <tr><td>erfc</td><td>real</td><td>1 − erf(x), with all its digits where erf(x) is near 1; not in the first version of the
 *     table</td><td>analytic</td></tr>
 * <tr><td>not, and, or</td><td>bool</td><td></td><td>none</td></tr>
 * <tr><td>add, sub, mul, div</td><td>two reals or two int32</td><td>int32 wraps, division truncates, x / 0 = 0 for
 *     int32</td><td>analytic</td></tr>
 * <tr><td>pow</td><td>two reals</td><td>as {@link Math#pow}</td><td>b·a^(b−1)·g, 0 where b = 0; log(a)·a^b·g, 0 where
 *     a ≤ 0</td></tr>
 * <tr><td>max, min</td><td>two reals or two int32</td><td>NaN if one is; max(−0, 0) = 0, min(−0, 0) = −0</td><td>a tie goes to the first operand</td></tr>
 * <tr><td>gt, ge, eq</td><td>two of one type</td><td>bool; false with NaN</td><td>none</td></tr>
 * <tr><td>where</td><td>bool, two of one type</td><td>the second where the first is true, else the third</td><td>an unselected
 *     branch gets exactly 0, though its own derivative be infinite or NaN</td></tr>
 * <tr><td>cast</td><td>any; type; from real to real also format</td><td>real to int truncates (NaN to 0, saturating); bool is 0 or 1; to bool: ≠ 0; int32 and
 *     uint32 keep their bits; format {@code bfloat16}: rounded to binary32, then to {@link Bfloat16}, to nearest, ties to even</td><td>real to real passes, else
 *     none</td></tr>
 * <tr><td>stop_gradient</td><td>any</td><td>the operand</td><td>0</td></tr>
 * <tr><td>with_gradient_of</td><td>two reals</td><td>the first operand, to the bit; not in the first version of the table, and gone before a
 *     backend</td><td>0 to the first, g to the second: a gradient of its own</td></tr>
 * <tr><td>sum</td><td>real or int32; axes, keep</td><td>the sum along the axes</td><td>g, repeated</td></tr>
 * <tr><td>reduce_max</td><td>real; axes, keep</td><td>the maximum; −∞ over nothing</td><td>ties share g equally</td></tr>
 * <tr><td>argmax</td><td>real; axis</td><td>int32: the first index of the maximum; a NaN counts as greatest; axis is dropped; 0 over nothing</td><td>none</td></tr>
 * <tr><td>cumsum</td><td>real; axis</td><td>inclusive running sum</td><td>running sum of g from the end</td></tr>
 * <tr><td>argsort</td><td>real</td><td>int32: the indices that sort the last axis, ascending, stable, NaN last</td><td>none</td></tr>
 * <tr><td>reshape</td><td>any; shape</td><td>the same elements, row-major; the rows axis stays the first</td><td>reshape</td></tr>
 * <tr><td>transpose</td><td>any; axes</td><td>axis i of the result is axis axes[i]</td><td>inverse</td></tr>
 * <tr><td>broadcast</td><td>any; shape</td><td>aligned at the last axes, extents of 1 and missing axes repeated</td><td>sum</td></tr>
 * <tr><td>pad</td><td>any; low, high, value</td><td>value around the operand</td><td>slice</td></tr>
 * <tr><td>slice</td><td>any; start, stop, step</td><td>every step-th from start to before stop (stop = ROWS: all rows)</td><td>scattered
 *     back</td></tr>
 * <tr><td>concat</td><td>one or more of one type; axis</td><td>side by side</td><td>slices</td></tr>
 * <tr><td>reverse</td><td>any; axes</td><td>back to front</td><td>reverse</td></tr>
 * <tr><td>gather</td><td>any, int32 indices; axis, batch</td><td>slices of the first along axis, at the indices; the first {@code batch} ≤ axis
 *     axes of both run together: shape x[:axis] + indices[batch:] + x[axis+1:]. An index is clamped into range; the
 *     caller checks it</td><td>scatter_add</td></tr>
 * <tr><td>scatter_add</td><td>int32 indices, real updates; shape, axis, batch</td><td>zeros of the shape, with each update added where
 *     gather would read it, in the order of the updates</td><td>gather</td></tr>
 * <tr><td>matmul</td><td>two reals [.., m, k], [.., k, n] of equal leading extents; transpose_a, transpose_b</td><td>[.., m, n];
 *     a flag says that the operand's last two axes are transposed</td><td>matmul</td></tr>
 * <tr><td>conv</td><td>real [rows, h, w, c], real kernel [kh, kw, c, o]; window (kh, kw), strides, dilations, low,
 *     high</td><td>[rows, h', w', o]: the sum over window and channels of cell times kernel (a correlation); padding counts
 *     as 0; see {@link Window}</td><td>conv_grad_input, conv_grad_kernel</td></tr>
 * <tr><td>conv_grad_input</td><td>real g [rows, h', w', o], real kernel; as conv, and shape</td><td>[rows, h, w, c] =
 *     shape: each g times the kernel, added where conv read it</td><td>conv, conv_grad_kernel</td></tr>
 * <tr><td>conv_grad_kernel</td><td>real [rows, h, w, c], real g; as conv, and shape</td><td>[kh, kw, c, o] = shape: the
 *     sum over the places of the window of cell times g</td><td>conv_grad_input, conv</td></tr>
 * <tr><td>max_pool</td><td>real [rows, h, w, c]; as conv, without dilation, padding narrower than the window</td>
 *     <td>[rows, h', w', c]: the maximum of the cells that the window covers, without the padding; NaN if one is</td>
 *     <td>max_pool_grad: all goes to the first maximum, the window read row by row</td></tr>
 * <tr><td>max_pool_grad</td><td>real [rows, h, w, c], real g [rows, h', w', c]; as max_pool</td><td>[rows, h, w, c]: zeros,
 *     with each g added at the first maximum of its window (the first NaN if there is one)</td><td>0 to the first operand;
 *     to g there is none: it is refused</td></tr>
 * <tr><td>sum_pool</td><td>real [rows, h, w, c]; as max_pool</td><td>[rows, h', w', c]: the sum of the cells that the window
 *     covers</td><td>sum_pool_grad</td></tr>
 * <tr><td>sum_pool_grad</td><td>real g [rows, h', w', c]; as max_pool, and shape</td><td>[rows, h, w, c] = shape: each g,
 *     added to each cell of its window</td><td>sum_pool</td></tr>
 * <tr><td>scan</td><td>first values of carries, sequences [rows, steps, ..] or [steps, ..], and what is the same in all steps; body
 *     ({@link ScanBody}), steps, backwards, result</td><td>the body once for each step, see {@link Scan}; result r is a carry behind the last
 *     step, or one output of all steps, stacked as the sequences are. Scans that differ in r alone are one loop. Not in the first version of
 *     the table</td><td>scan, from the last step to the first</td></tr>
 * </table>
 *
 * <p>Canonical composites, which never reach a backend: {@code softmax}, {@code log_softmax} and {@code logsumexp} (real; over
 * the last axis; logsumexp drops it), {@code softplus}, {@code sigmoid} (real, elementwise).
 */
public final class Primitives {
    private static final Map<String, Primitive> TABLE = new LinkedHashMap<>();

    public static final Primitive CONSTANT = leaf("constant");
    public static final Primitive INPUT = leaf("input");
    public static final Primitive VARIABLE = leaf("variable");
    public static final Primitive SCALAR =
            add("scalar", 0, LEAF, (x, a) -> new Primitive.Result(Type.REAL, Shape.scalar()));
    public static final Primitive RANDOM_BITS =
            add("random_bits", 0, LEAF, Rules::bits);
    public static final Primitive IOTA = add("iota", 0, LEAF, Rules::iota);

    public static final Primitive NEG = add("neg", 1, ELEMENTWISE, Rules::number);
    public static final Primitive ABS = add("abs", 1, ELEMENTWISE, Rules::number);
    public static final Primitive SIGN = add("sign", 1, ELEMENTWISE, Rules::number);
    public static final Primitive FLOOR = add("floor", 1, ELEMENTWISE, Rules::real);
    public static final Primitive EXP = add("exp", 1, ELEMENTWISE, Rules::real);
    public static final Primitive EXPM1 = add("expm1", 1, ELEMENTWISE, Rules::real);
    public static final Primitive LOG = add("log", 1, ELEMENTWISE, Rules::real);
    public static final Primitive LOG1P = add("log1p", 1, ELEMENTWISE, Rules::real);
    public static final Primitive SQRT = add("sqrt", 1, ELEMENTWISE, Rules::real);
    public static final Primitive TANH = add("tanh", 1, ELEMENTWISE, Rules::real);
    public static final Primitive ERF = add("erf", 1, ELEMENTWISE, Rules::real);
    public static final Primitive ERFINV = add("erfinv", 1, ELEMENTWISE, Rules::real);
    public static final Primitive SIN = add("sin", 1, ELEMENTWISE, Rules::real);
    public static final Primitive COS = add("cos", 1, ELEMENTWISE, Rules::real);
    public static final Primitive NOT = add("not", 1, ELEMENTWISE, Rules::bool);

    public static final Primitive ADD = add("add", 2, ELEMENTWISE, Rules::number);
    public static final Primitive SUB = add("sub", 2, ELEMENTWISE, Rules::number);
    public static final Primitive MUL = add("mul", 2, ELEMENTWISE, Rules::number);
    public static final Primitive DIV = add("div", 2, ELEMENTWISE, Rules::number);
    public static final Primitive POW = add("pow", 2, ELEMENTWISE, Rules::real);
    public static final Primitive MAX = add("max", 2, ELEMENTWISE, Rules::number);
    public static final Primitive MIN = add("min", 2, ELEMENTWISE, Rules::number);
    public static final Primitive AND = add("and", 2, ELEMENTWISE, Rules::bool);
    public static final Primitive OR = add("or", 2, ELEMENTWISE, Rules::bool);
    public static final Primitive GT = add("gt", 2, ELEMENTWISE, Rules::comparison);
    public static final Primitive GE = add("ge", 2, ELEMENTWISE, Rules::comparison);
    public static final Primitive EQ = add("eq", 2, ELEMENTWISE, Rules::comparison);
    public static final Primitive WHERE = add("where", 3, ELEMENTWISE, Rules::where);
    public static final Primitive CAST =
            add("cast", 1, ELEMENTWISE, (x, a) -> new Primitive.Result(a.type("type"), x.get(0).shape()));
    public static final Primitive STOP_GRADIENT = add("stop_gradient", 1, ELEMENTWISE, Rules::same);

    public static final Primitive SUM = add("sum", 1, REDUCTION, Rules::reduction);
    public static final Primitive REDUCE_MAX = add("reduce_max", 1, REDUCTION, Rules::realReduction);
    public static final Primitive ARGMAX = add("argmax", 1, REDUCTION, Rules::argmax);
    public static final Primitive CUMSUM = add("cumsum", 1, REDUCTION, Rules::alongAxis);
    public static final Primitive ARGSORT = add("argsort", 1, HEAVY, Rules::argsort);

    public static final Primitive RESHAPE = add("reshape", 1, MOVEMENT, Rules::reshape);
    public static final Primitive TRANSPOSE = add("transpose", 1, MOVEMENT, Rules::transpose);
    public static final Primitive BROADCAST = add("broadcast", 1, MOVEMENT, Rules::broadcast);
    public static final Primitive PAD = add("pad", 1, MOVEMENT, Rules::pad);
    public static final Primitive SLICE = add("slice", 1, MOVEMENT, Rules::slice);
    public static final Primitive CONCAT = add("concat", -1, MOVEMENT, Rules::concat);
    public static final Primitive REVERSE = add("reverse", 1, MOVEMENT, Rules::reverse);

    public static final Primitive GATHER = add("gather", 2, HEAVY, Rules::gather);
    public static final Primitive SCATTER_ADD = add("scatter_add", 2, HEAVY, Rules::scatter);
    public static final Primitive MATMUL = add("matmul", 2, HEAVY, Rules::matmul);
    public static final Primitive CONV = add("conv", 2, HEAVY, ConvolutionRules::conv);
    public static final Primitive CONV_GRAD_INPUT = add("conv_grad_input", 2, HEAVY, ConvolutionRules::gradInput);
    public static final Primitive CONV_GRAD_KERNEL = add("conv_grad_kernel", 2, HEAVY, ConvolutionRules::gradKernel);
    public static final Primitive MAX_POOL = add("max_pool", 1, HEAVY, ConvolutionRules::pool);
    public static final Primitive MAX_POOL_GRAD = add("max_pool_grad", 2, HEAVY, ConvolutionRules::maxPoolGrad);
    public static final Primitive SUM_POOL = add("sum_pool", 1, HEAVY, ConvolutionRules::pool);
    public static final Primitive SUM_POOL_GRAD = add("sum_pool_grad", 1, HEAVY, ConvolutionRules::sumPoolGrad);

    /** The primitives above are the first version of the table. Later primitives are declared below. */
    private static final Set<Primitive> INITIAL = Collections.unmodifiableSet(new LinkedHashSet<>(TABLE.values()));

    public static final Primitive ERFC = add("erfc", 1, ELEMENTWISE, Rules::real);
    public static final Primitive SCAN = add("scan", -1, HEAVY, ScanLoop::infer);
    public static final Primitive WITH_GRADIENT_OF = add("with_gradient_of", 2, ELEMENTWISE, Rules::real);

    public static final Primitive SOFTMAX =
            composite("softmax", REDUCTION, Rules::lastAxis, e -> Composites.softmax(e.operands().get(0)));
    public static final Primitive LOG_SOFTMAX =
            composite("log_softmax", REDUCTION, Rules::lastAxis, e -> Composites.logSoftmax(e.operands().get(0)));
    public static final Primitive LOGSUMEXP =
            composite("logsumexp", REDUCTION, Rules::dropLastAxis, e -> Composites.logSumExp(e.operands().get(0)));
    public static final Primitive SOFTPLUS =
            composite("softplus", ELEMENTWISE, Rules::real, e -> Composites.softplus(e.operands().get(0)));
    public static final Primitive SIGMOID =
            composite("sigmoid", ELEMENTWISE, Rules::real, e -> Composites.sigmoid(e.operands().get(0)));

    private Primitives() {}

    /** All of the table, composites included, in its order. */
    public static Collection<Primitive> all() {
        return Collections.unmodifiableCollection(TABLE.values());
    }

    /**
     * The primitives of the first version of the table, without composites, in its order. Later ones are not among them, so that
     * a backend that was built before them never gets them.
     */
    public static Set<Primitive> initial() {
        return INITIAL;
    }

    /** The primitive of a name. */
    public static Optional<Primitive> named(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    private static Primitive leaf(String name) {
        return add(name, 0, LEAF, (x, a) -> new Primitive.Result(
                a.type("type"), a.has("shape") ? a.shape("shape") : Shape.scalar()));
    }

    private static Primitive add(String name, int arity, Primitive.Access access, Primitive.Rule rule) {
        return put(new Primitive(name, arity, access, rule, null));
    }

    private static Primitive composite(
            String name, Primitive.Access access, Primitive.Rule rule, Function<Expr, Expr> decomposition) {
        return put(new Primitive(name, 1, access, rule, decomposition));
    }

    private static Primitive put(Primitive primitive) {
        TABLE.put(primitive.name(), primitive);
        return primitive;
    }
}
