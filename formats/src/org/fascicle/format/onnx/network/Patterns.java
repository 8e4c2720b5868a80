package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.format.onnx.proto.NodeFile;
import org.jspecify.annotations.Nullable;

/**
 * What exporters write out in small operators: PyTorch's, TensorFlow's, and our own, which knows primitives and no layers. The first that
 * matches counts.
 */
final class Patterns {
    /** The domain of a node that stands for several. */
    static final String DOMAIN = "several";

    private static final Map<String, List<Rule>> RULES = new LinkedHashMap<>();

    /** A pattern with the name of what it is, and what its inputs are. */
    private record Rule(String name, List<String> inputs, Pattern pattern) {}

    static {
        rule("relu", "x", "Where(GreaterOrEqual(0,x),0,x)");
        rule("relu6", "x", "Where(GreaterOrEqual(0,x),0,Where(GreaterOrEqual(x,6),6,x))");
        rule("hard_sigmoid", "x",
                "Where(GreaterOrEqual(-3,x),0,Where(GreaterOrEqual(x,3),1,Add(Div(x,6),0.5)))");
        rule("hard_silu", "x",
                "Where(GreaterOrEqual(-3,x),0,Where(GreaterOrEqual(x,3),x,Mul(x,Add(Div(x,6),0.5))))");
        rule("hard_silu", "x", "Mul(x,Div(Clip(Add(x,3),0,6),6))", "Div(Mul(x,Clip(Add(x,3),0,6)),6)",
                "Mul(x,Mul(Clip(Add(x,3),0,6),0.16666667))", "Mul(Mul(x,Clip(Add(x,3),0,6)),0.16666667)");
        rule("hard_tanh", "x", "Where(GreaterOrEqual(-1,x),-1,Where(GreaterOrEqual(x,1),1,x))");
        rule("sparse_plus", "x", "Where(GreaterOrEqual(-1,x),0,Where(GreaterOrEqual(x,1),x,"
                + "Mul(Mul(Add(x,1),Add(x,1)),0.25)))");
        rule("hard_shrink", "x,$t", "Where(GreaterOrEqual($t,Abs(x)),0,x)");
        rule("soft_shrink", "x,$t", "Where(GreaterOrEqual($t,Abs(x)),0,Sub(x,Mul(Sign(x),$t)))");
        rule("tanh_shrink", "x", "Sub(x,Tanh(x))");
        rule("softsign", "x", "Div(x,Add(Abs(x),1))");
        rule("squareplus", "x,$b", "Mul(Add(x,Sqrt(Add(Mul(x,x),$b))),0.5)");
        rule("prelu", "x,$a", "Where(Greater(x,0),x,Mul(x,$a))", "Where(GreaterOrEqual(0,x),Mul(x,$a),x)");
        rule("threshold", "x,$t,$v", "Where(GreaterOrEqual($t,x),$v,x)");
        sigmoids();
        exponentials();
        gelus();
        gelusOfOurs();
        softmaxes();
        normalizations();
        rule("average_inside", "y,$s,$c", "Div(Mul(t:Transpose(p:AveragePool(y)),$s),$c)");
        rule("clip", "x,$l,$h", "Min(Max(x,$l),$h)", "Max(Min(x,$h),$l)");
        rule("relu_up_to", "x,$h", "Min(Relu(x),$h)", "Min(Where(GreaterOrEqual(0,x),0,x),$h)");
    }

    private Patterns() {}

    private static void sigmoids() {
        String sigmoid = sigmoid("x");
        rule("silu", "x", "Mul(x,Sigmoid(x))", "Mul(x," + sigmoid + ")");
        rule("sigmoid", "x", sigmoid, "Div(1,Add(Exp(Neg(x)),1))");
        String softplus = softplus("x", "Neg(x)");
        rule("mish", "x", "Mul(x,Tanh(Softplus(x)))", "Mul(x,Tanh(" + softplus + "))", "Mul(x,Tanh(Log(Add(Exp(x),1))))");
        rule("softplus", "x", softplus, "Log(Add(Exp(x),1))");
        rule("log_sigmoid", "x", "Neg(" + softplus("Neg(x)", "x") + ")", "Neg(Softplus(Neg(x)))", "Log(Sigmoid(x))");
    }

    private static String sigmoid(String z) {
        String small = "Exp(Where(Greater(" + z + ",0),Neg(" + z + ")," + z + "))";
        return "Div(Where(Greater(" + z + ",0),1," + small + "),Add(" + small + ",1))";
    }

    private static String softplus(String z, String minus) {
        String positive = "Where(Greater(" + z + ",0)," + z + ",0)";
        String small = "Exp(Where(Greater(" + positive + ",0)," + minus + "," + z + "))";
        return "Add(" + positive + "," + log1p(small) + ")";
    }

    private static String log1p(String z) {
        String sum = "Add(" + z + ",1)";
        return "Where(Equal(" + sum + ",1)," + z + ",Where(Greater(inf," + sum + "),Mul(Log(" + sum + "),Div(" + z + ",Sub(" + sum
                + ",1)))," + sum + "))";
    }

    private static String expm1(String z) {
        String power = "Exp(" + z + ")";
        String less = "Sub(" + power + ",1)";
        return "Where(Equal(" + power + ",1)," + z + ",Where(And(Greater(" + less + ",-1),Greater(inf," + power + ")),Mul(" + less
                + ",Div(" + z + ",Log(" + power + ")))," + less + "))";
    }

    private static void exponentials() {
        String e = expm1("x");
        rule("elu", "x", "Where(Greater(" + e + ",0),x," + e + ")", "Where(Greater(x,0),x," + e + ")");
        rule("elu_alpha", "x,$a", "Where(Greater(x,0),x,Mul(" + e + ",$a))", "Where(Greater(" + e + ",0),x,Mul(" + e + ",$a))");
        rule("celu", "x,$i,$a", "Where(Greater(x,0),x,Mul(" + expm1("Mul(x,$i)") + ",$a))",
                "Where(Greater(x,0),x,Mul(" + expm1("Div(x,$i)") + ",$a))");
        rule("selu", "x", "Where(Greater(" + e + ",0),Mul(x,1.0507010),Mul(" + e + ",1.7580993))");
    }

    private static void gelus() {
        for (String share : List.of("Add(Erf(Div(x,1.4142135)),1)", "Add(Erf(Mul(x,0.70710678)),1)")) {
            rule("gelu", "x", "Mul(Mul(x," + share + "),0.5)", "Mul(x,Mul(" + share + ",0.5))", "Mul(Mul(x,0.5)," + share + ")");
        }
        for (String cube : List.of("Pow(x,3)", "Mul(x,Mul(x,x))")) {
            String inner = "Mul(Add(x,Mul(" + cube + ",0.044715)),0.79788456)";
            String share = "Add(Tanh(" + inner + "),1)";
            rule("gelu_tanh", "x", "Mul(Mul(x,0.5)," + share + ")", "Mul(Mul(x," + share + "),0.5)",
                    "Mul(x,Mul(" + share + ",0.5))");
        }
    }

    /** Ours keeps all digits of small shares. */
    private static void gelusOfOurs() {
        String z = "Mul(x,-0.70710677)";
        String size = "Min(Abs(" + z + "),30)";
        String near = "Div(" + polynomial(size, 2.461969794698149e-10, 0.5641895532608032, 7.463210582733154, 48.6371955871582,
                196.5208282470703, 526.4451904296875, 934.5285034179688, 1027.5518798828125, 557.5353393554688) + ","
                + polynomial(size, 1, 13.228195190429688, 86.70721435546875, 354.9377746582031, 975.70849609375,
                        1823.9091796875, 2246.337646484375, 1656.6630859375, 557.5353393554688)
                + ")";
        String far = "Div(" + polynomial(size, 0.564189612865448, 1.2753666639328003, 5.019050598144531, 6.160211086273193,
                7.409742832183838, 2.9788665771484375) + ","
                + polynomial(size, 1, 2.260528564453125, 9.396035194396973, 12.048954010009766, 17.081445693969727,
                        9.608967781066895, 3.3690764904022217)
                + ")";
        String tail = "Mul(Exp(Neg(Mul(" + size + "," + size + "))),Where(Greater(8," + size + ")," + near + "," + far + "))";
        rule("gelu", "x", "Mul(x,Mul(Where(Greater(1," + size + "),Add(Neg(Erf(" + z + ")),1),Where(Greater(" + z + ",0)," + tail
                + ",Add(Neg(" + tail + "),2))),0.5))");
        String kept = "Min(Max(x,-21),21)";
        rule("gelu_tanh", "x",
                "Mul(x," + sigmoid("Mul(Mul(" + kept + ",Add(Mul(Mul(" + kept + "," + kept + "),0.044715),1)),1.5957691)") + ")");
    }

    private static String polynomial(String z, double... coefficients) {
        String sum = "" + coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum = "Add(Mul(" + sum + "," + z + ")," + coefficients[i] + ")";
        }
        return sum;
    }

    private static void softmaxes() {
        String greatest = "Where(Greater(inf,Abs(ReduceMax(x,$a))),ReduceMax(x,$a),0)";
        String log = "Sub(Sub(x," + greatest + "),Log(ReduceSum(Exp(Sub(x," + greatest + ")),$a)))";
        rule("softmax", "x,$a", "Exp(" + log + ")");
        rule("log_softmax", "x,$a", log);
        rule("log_softmax_of", "x", "Log(s:Softmax(x))");
    }

    private static void normalizations() {
        rule("group_normalization", "x,$t,s", "Reshape(i:InstanceNormalization(Reshape(x,$t),#1,#0),s)");
        // What divides by a power of 2 multiplies.
        for (String divided : List.of("Div", "Mul")) {
            String centred = "Sub(x," + divided + "(m:ReduceSum(x,$a),$n))";
            rule(divided.equals("Div") ? "layer_normalization" : "layer_normalization_of_shares", "x,$e,$a,$n",
                    "Div(" + centred + ",Sqrt(Add(" + divided + "(ReduceSum(Mul(" + centred + ","
                            + centred + "),$a),$n),$e)))");
        }
        for (String axes : List.of("", ",$a")) {
            String from = "Sub(x,m:ReduceMean(x" + axes + "))";
            for (String square : List.of("Pow(" + from + ",2)", "Mul(" + from + "," + from + ")")) {
                rule("layer_normalization", axes.isEmpty() ? "x,$e" : "x,$e,$a",
                        "Div(" + from + ",Sqrt(Add(ReduceMean(" + square + axes + "),$e)))");
            }
        }
        String root = "Div($g,Sqrt(Add($v,$e)))";
        for (String factor : List.of(root, "Reshape(" + root + ",$s)")) {
            String normalized = "Mul(Sub(x,$m)," + factor + ")";
            rule("batch_normalization", "x,$m,$g,$v,$e,$b", "Add(" + normalized + ",$b)");
            rule("batch_normalization", "x,$m,$g,$v,$e", normalized);
        }
    }

    private static void rule(String name, String inputs, String... patterns) {
        for (String text : patterns) {
            Pattern pattern = Pattern.of(text);
            RULES.computeIfAbsent(pattern.operator(), any -> new ArrayList<>())
                    .add(new Rule(name, List.of(inputs.split(",")), pattern));
        }
    }

    /** The one node that a node and those before it are together; null if they are nothing that is known. */
    static @Nullable NodeFile match(NodeFile root, Function<String, @Nullable NodeFile> nodes,
            Function<String, @Nullable Constant> constants) {
        if (!root.domain().isEmpty() || root.outputs().size() != 1) {
            return null;
        }
        for (Rule rule : RULES.getOrDefault(root.operator(), List.of())) {
            Pattern.Found found = new Pattern.Found(nodes, constants);
            if (rule.pattern().matches(root.outputs().get(0), found)) {
                List<String> inputs =
                        rule.inputs().stream().map(name -> Objects.requireNonNull(found.tensors().get(name))).toList();
                return new NodeFile(root.name(), DOMAIN, rule.name(), inputs, root.outputs(), Map.copyOf(found.labels()));
            }
        }
        return root.operator().equals("Add") ? Depthwise.match(root, nodes, constants) : null;
    }
}
