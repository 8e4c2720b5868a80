package org.fascicle.backend.gpu.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/** Each elementwise primitive as an expression of the common words: {@code $0}, {@code $1}, {@code $2} stand for its operands. */
final class Functions {
    private static final Map<String, String> REALS = new HashMap<>();
    private static final Map<String, String> INTEGERS = new HashMap<>();
    private static final Map<String, String> ANY = new HashMap<>();

    static {
        REALS.put("neg", "-$0");
        REALS.put("abs", "F(fabs)($0)");
        REALS.put("sign", "sign_of($0)");
        REALS.put("floor", "F(floor)($0)");
        List.of("exp", "expm1", "log", "log1p", "sqrt", "tanh", "erf", "erfc", "sin", "cos")
                .forEach(name -> REALS.put(name, "F(" + name + ")($0)"));
        REALS.put("erfinv", "inverse_erf($0)");
        REALS.put("add", "$0 + $1");
        REALS.put("sub", "$0 - $1");
        REALS.put("mul", "$0 * $1");
        REALS.put("div", "$0 / $1");
        REALS.put("pow", "power($0, $1)");
        REALS.put("max", "maximum($0, $1)");
        REALS.put("min", "minimum($0, $1)");
        INTEGERS.put("neg", "(int) (0u - (uint) $0)");
        INTEGERS.put("abs", "$0 < 0 ? (int) (0u - (uint) $0) : $0");
        INTEGERS.put("sign", "($0 > 0) - ($0 < 0)");
        INTEGERS.put("add", "(int) ((uint) $0 + (uint) $1)");
        INTEGERS.put("sub", "(int) ((uint) $0 - (uint) $1)");
        INTEGERS.put("mul", "(int) ((uint) $0 * (uint) $1)");
        INTEGERS.put("div", "quotient($0, $1)");
        INTEGERS.put("max", "$0 > $1 ? $0 : $1");
        INTEGERS.put("min", "$0 < $1 ? $0 : $1");
        ANY.put("not", "!$0");
        ANY.put("and", "$0 && $1");
        ANY.put("or", "$0 || $1");
        ANY.put("gt", "$0 > $1");
        ANY.put("ge", "$0 >= $1");
        ANY.put("eq", "$0 == $1");
        ANY.put("where", "$0 ? $1 : $2");
        ANY.put("stop_gradient", "$0");
    }

    private Functions() {}

    /** The expression of an elementwise node, given the names of its operands' values. */
    static String of(Node node, List<String> operands) {
        String template = template(node);
        if (template == null) {
            throw new BackendException("a GPU has no expression for " + node);
        }
        String text = template;
        for (int i : IntStream.range(0, operands.size()).toArray()) {
            text = text.replace("$" + i, operands.get(i));
        }
        return text;
    }

    private static @Nullable String template(Node node) {
        String name = node.op().name();
        if (name.equals("cast")) {
            boolean rounds = Bfloat16.isRounding(node.op(), node.attributes());
            return rounds ? "rounded($0)" : cast(node.operand(0).type(), node.type());
        }
        return ANY.getOrDefault(name, (node.type() == Type.REAL ? REALS : INTEGERS).get(name));
    }

    /** A real becomes an integer by truncation, saturating, NaN as 0; the other types keep their bits or are 0 and 1. */
    private static String cast(Type from, Type to) {
        if (from == to) {
            return "$0";
        }
        if (to == Type.BOOL) {
            return "$0 != 0";
        }
        if (from == Type.REAL) {
            return to == Type.INT32 ? "to_int($0)" : "to_uint($0)";
        }
        return "(" + type(to) + ") ($0)";
    }

    /** The type of a value. */
    static String type(Type type) {
        return switch (type) {
            case REAL -> "float";
            case INT32 -> "int";
            case UINT32 -> "uint";
            default -> "bool";
        };
    }

    /** The type of an element in memory: a truth value takes one byte. */
    static String element(Type type) {
        return type == Type.BOOL ? "uchar" : type(type);
    }
}
